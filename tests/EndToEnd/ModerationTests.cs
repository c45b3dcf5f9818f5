// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Vigil.EndToEnd.Stage;

namespace Vigil.EndToEnd;

/// <summary>Hosts turn things off, never on; who was removed does not come back by the same link.</summary>
[Collection(nameof(OneMeeting))]
public sealed class ModerationTests(Browsers browsers)
{
    [Fact]
    public async Task A_host_mutes_and_removes_and_only_the_person_turns_on_again()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada");
        await using var ben = await Person.SitDownAsync(browsers.Plain, "Ben");
        var link = await ada.CreateMeetingAsync(server.Url);
        await ada.JoinAsync(link);
        await ben.JoinAsync(link);
        await ada.SeesPictureOfAsync("Ben");

        await ada.ChooseAsync("Ben", "ask-microphone");
        await Assertions.Expect(ben.Page.GetByTestId("told")).ToContainTextAsync("muted you");
        await Assertions.Expect(ada.RowOf("Ben")).ToContainTextAsync(new Regex("Microphone: off", RegexOptions.IgnoreCase));
        // From the tile, too, without a panel beside it.
        await ada.Page.Keyboard.PressAsync("Escape");
        await ada.ChooseOnTileAsync("Ben", "ask-camera");
        await Assertions.Expect(ada.VideoOf("Ben")).ToHaveCountAsync(0);
        // There is no way back on but Ben's own.
        await ada.OpenPeopleAsync();
        await ada.RowOf("Ben").GetByTestId("person-menu").ClickAsync();
        await Assertions.Expect(ada.RowOf("Ben").GetByTestId("menu-ask-microphone")).ToHaveCountAsync(0);
        await ada.Page.Keyboard.PressAsync("Escape");
        await ben.Page.GetByTestId("toggle-microphone").ClickAsync();
        await Assertions.Expect(ada.RowOf("Ben")).ToContainTextAsync(new Regex("Microphone: on", RegexOptions.IgnoreCase));

        await ada.ChooseOnTileAsync("Ben", "remove");
        await ada.Page.GetByTestId("remove-yes").ClickAsync();
        await ben.InStateAsync("removed");
        await ada.SeesAsync();
        await ben.AskToJoinAsync(link);
        await ben.InStateAsync("link-barred");
        await ben.ScreenshotAsync("link-barred");
    }

    [Fact]
    public async Task The_end_for_everybody_is_the_end()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada");
        await using var ben = await Person.SitDownAsync(browsers.Plain, "Ben");
        var link = await ada.CreateMeetingAsync(server.Url);
        await ada.JoinAsync(link);
        await ben.JoinAsync(link);
        await ada.SeesAsync("Ben");
        await ada.OpenPeopleAsync();
        await ada.Page.GetByTestId("bar").GetByTestId("end-meeting").ClickAsync();
        await ada.Page.GetByTestId("end-yes").ClickAsync();
        await ben.InStateAsync("ended");
        await ada.InStateAsync("ended");
    }
}
