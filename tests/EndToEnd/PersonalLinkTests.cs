// SPDX-License-Identifier: Apache-2.0
using Microsoft.Playwright;
using Vigil.EndToEnd.Stage;

namespace Vigil.EndToEnd;

/// <summary>A link for each person: hosts see whose was used, a second device is a question, and each can be closed alone.</summary>
[Collection(nameof(OneMeeting))]
public sealed class PersonalLinkTests(Browsers browsers)
{
    [Fact]
    public async Task A_personal_link_names_who_came_asks_about_a_second_device_and_can_be_revoked()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada");
        await using var ben = await Person.SitDownAsync(browsers.Plain, "Ben");
        await using var stranger = await Person.SitDownAsync(browsers.Plain, "Mallory");
        await ada.JoinAsync(await ada.CreateMeetingAsync(server.Url));
        var forBen = await ada.MakeLinkAsync("Benjamin from work");
        var canary = await ada.MakeLinkAsync("Old mail folder", "kind-canary");
        await ada.ScreenshotAsync("links");
        await ada.Page.Keyboard.PressAsync("Escape");

        await ben.JoinAsync(forBen);
        await ada.OpenPeopleAsync();
        await Assertions.Expect(ada.RowOf("Ben").GetByTestId("person-aside")).ToContainTextAsync("came by Benjamin from work’s link");

        await stranger.AskToJoinAsync(forBen);
        await Assertions.Expect(ada.Page.GetByTestId("knock")).ToContainTextAsync("second device with Benjamin from work’s link", new() { Timeout = 10_000 });
        await ada.ScreenshotAsync("second-device");
        await ada.Page.GetByTestId("knock").GetByTestId("deny").ClickAsync();
        await stranger.InStateAsync("refused");

        await stranger.AskToJoinAsync(canary);
        await Assertions.Expect(ada.Page.GetByTestId("knock")).ToContainTextAsync("by the canary link “Old mail folder”", new() { Timeout = 10_000 });
        await ada.Page.GetByTestId("knock").GetByTestId("deny").ClickAsync();
        await stranger.InStateAsync("refused");

        await ada.Page.GetByTestId("open-links").ClickAsync();
        var row = ada.Page.GetByTestId("link").Filter(new() { HasText = "Benjamin from work" });
        await row.GetByTestId("revoke").ClickAsync();
        await row.GetByTestId("revoke-yes").ClickAsync();
        await Assertions.Expect(row).ToHaveAttributeAsync("data-state", "revoked");
        await ada.Page.Keyboard.PressAsync("Escape");
        await stranger.Page.GotoAsync(forBen);
        await stranger.InStateAsync("link-revoked");
        // Who is in stays in.
        await ben.InMeetingAsync();
        await ada.SeesAsync("Ben");
    }
}
