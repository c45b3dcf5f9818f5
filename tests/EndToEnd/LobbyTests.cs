// SPDX-License-Identifier: Apache-2.0
using Microsoft.Playwright;
using Vigil.EndToEnd.Stage;

namespace Vigil.EndToEnd;

/// <summary>At the door: asking, cancelling, being let in or not, alone or all at once, and a door that is locked.</summary>
[Collection(nameof(OneMeeting))]
public sealed class LobbyTests(Browsers browsers)
{
    [Fact]
    public async Task Guests_ask_and_hosts_answer()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada");
        await using var ben = await Person.SitDownAsync(browsers.Plain, "Ben");
        await using var chi = await Person.SitDownAsync(browsers.Plain, "Chi");
        var link = await ada.CreateMeetingAsync(server.Url);
        await ada.JoinAsync(link);
        await ada.SetAsync("setting-lobby");

        await ben.AskToJoinAsync(link);
        await AtTheDoorAsync(ben);
        await Assertions.Expect(ada.Page.GetByTestId("knock")).ToContainTextAsync("Ben");
        await Assertions.Expect(ada.Page.GetByTestId("knock-announcement")).ToHaveTextAsync("Ben asks to come in, by the meeting’s link");
        await ada.ScreenshotAsync("lobby-host");
        await ben.ScreenshotAsync("lobby-guest");

        // Cancels, and the host's question goes.
        await ben.Page.GetByTestId("leave").ClickAsync();
        await ben.InStateAsync("left");
        await Assertions.Expect(ada.Page.GetByTestId("knock")).ToHaveCountAsync(0);

        // Is denied.
        await ben.AskToJoinAsync(link);
        await ada.Page.GetByTestId("knock").GetByTestId("deny").ClickAsync();
        await ben.InStateAsync("refused");

        // Two ask, and both are let in with one press.
        await ben.AskToJoinAsync(link);
        await chi.AskToJoinAsync(link);
        await Assertions.Expect(ada.Page.GetByTestId("queue").GetByTestId("guest")).ToHaveCountAsync(2);
        await ada.Page.GetByTestId("let-all-in").ClickAsync();
        await ben.InMeetingAsync();
        await chi.InMeetingAsync();
        await ada.SeesPictureOfAsync("Ben");
        await ada.SeesPictureOfAsync("Chi");

        // Paused: a newcomer waits until it is open again. Locked: they are turned away.
        await ada.SetAsync("setting-lobby", on: false);
        await ada.SetAsync("joining-paused");
        await LeaveAsync(chi);
        await chi.AskToJoinAsync(link);
        await Assertions.Expect(chi.Page.GetByTestId("entering")).ToHaveAttributeAsync("data-reason", "paused", new() { Timeout = 10_000 });
        await ada.SetAsync("joining-open");
        await chi.InMeetingAsync();

        // Blocked: not by the same link again, and nobody is asked; others come by it as before.
        await ada.SetAsync("setting-lobby");
        await LeaveAsync(ben);
        await LeaveAsync(chi);
        await ben.AskToJoinAsync(link);
        await ada.Page.GetByTestId("queue").GetByTestId("block").ClickAsync();
        await ben.InStateAsync("blocked");
        await ada.SetAsync("setting-lobby", on: false);
        await ben.AskToJoinAsync(link);
        await ben.InStateAsync("refused");
        await Assertions.Expect(ada.Page.GetByTestId("told").Filter(new() { HasText = "Ben is blocked" })).ToBeVisibleAsync();
        await chi.AskToJoinAsync(link);
        await chi.InMeetingAsync();

        await ada.SetAsync("joining-locked");
        await LeaveAsync(chi);
        await chi.AskToJoinAsync(link);
        await chi.InStateAsync("locked");
    }

    private static async Task LeaveAsync(Person person)
    {
        await person.Page.GetByTestId("leave").ClickAsync();
        await person.InStateAsync("left");
    }

    private static async Task AtTheDoorAsync(Person guest)
    {
        await Assertions.Expect(guest.Page.GetByTestId("entering")).ToHaveAttributeAsync("data-reason", "lobby", new() { Timeout = 10_000 });
        await Assertions.Expect(guest.Page.Locator("video")).ToBeVisibleAsync();
    }
}
