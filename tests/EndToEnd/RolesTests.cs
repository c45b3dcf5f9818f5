// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using Microsoft.Playwright;
using Vigil.EndToEnd.Stage;

namespace Vigil.EndToEnd;

/// <summary>Who may do what, how it is given and taken, and that it outlives the host's browser.</summary>
[Collection(nameof(OneMeeting))]
public sealed class RolesTests(Browsers browsers)
{
    [Fact]
    public async Task Roles_are_given_and_taken_and_everybody_sees_the_same()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada");
        await using var ben = await Person.SitDownAsync(browsers.Plain, "Ben");
        var link = await ada.CreateMeetingAsync(server.Url);
        await ada.JoinAsync(link);
        await ben.JoinAsync(link);
        await ada.SeesPictureOfAsync("Ben");

        await ada.ChooseAsync("Ben", "make-listener");
        await ben.HasRoleAsync("Ben", "listener");
        await Assertions.Expect(ben.Page.GetByTestId("told").Filter(new() { HasText = "made you a listener" })).ToBeVisibleAsync();
        await Assertions.Expect(ada.VideoOf("Ben")).ToHaveCountAsync(0);

        await ada.ChooseAsync("Ben", "make-speaker");
        await ben.HasRoleAsync("Ben", "speaker");
        await ada.ChooseAsync("Ben", "make-cohost");
        await ben.HasRoleAsync("Ben", "cohost");
        // A co-host leads, and cannot touch the host.
        await Assertions.Expect(ben.Page.GetByTestId("settings")).ToBeVisibleAsync();
        // Links are the host key's word; whoever lacks it is told so.
        await Assertions.Expect(ben.Page.GetByTestId("links-for-host")).ToBeVisibleAsync();
        await Assertions.Expect(ben.Page.GetByTestId("open-links")).ToHaveCountAsync(0);
        await ExpectMarksAsync(ben, ("Ada", "host"), ("Ben", "cohost"));
        await ExpectMarksAsync(ada, ("Ada", "host"), ("Ben", "cohost"));
        await ben.RowOf("Ada").GetByTestId("person-menu").ClickAsync();
        await Assertions.Expect(ben.RowOf("Ada").GetByTestId("menu-ask-microphone")).ToBeVisibleAsync();
        await Assertions.Expect(ben.RowOf("Ada").Locator("[data-testid=menu-remove], [data-testid^=menu-make]")).ToHaveCountAsync(0);
        await ben.Page.Keyboard.PressAsync("Escape");

        await ada.ChooseAsync("Ben", "make-host");
        await ada.Page.GetByTestId("hand-over-yes").ClickAsync();
        await ben.HasRoleAsync("Ben", "host");
        await ada.HasRoleAsync("Ben", "host");
        await ben.HasRoleAsync("Ada", "host");
    }

    /// <summary>What the tiles say of who they are.</summary>
    private static async Task ExpectMarksAsync(Person viewer, params (string Name, string Role)[] people)
    {
        foreach (var (name, role) in people)
        {
            await Assertions.Expect(viewer.Tiles.Filter(new() { HasText = name }).GetByTestId("role-mark")).ToHaveAttributeAsync("data-role", role);
        }
    }

    [Fact]
    public async Task The_hosts_tab_is_killed_a_cohost_goes_on_and_the_host_link_brings_the_powers_back()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ben = await Person.SitDownAsync(browsers.Plain, "Ben");
        await using var chi = await Person.SitDownAsync(browsers.Plain, "Chi");
        string link, hostLink;
        await using (var ada = await Person.SitDownAsync(browsers.Plain, "Ada"))
        {
            link = await ada.CreateMeetingAsync(server.Url);
            await ada.JoinAsync(link);
            await ben.JoinAsync(link);
            await ada.SeesAsync("Ben");
            await ada.ChooseAsync("Ben", "make-cohost");
            await ben.HasRoleAsync("Ben", "cohost");
            hostLink = await ada.CopyAsync(ada.Page.GetByTestId("copy-host-link"));
        }

        await ben.SeesAsync();
        await ben.SetAsync("setting-lobby");
        await chi.AskToJoinAsync(link);
        await ben.Page.GetByTestId("let-in").First.ClickAsync();
        await chi.InMeetingAsync();
        await chi.SeesPictureOfAsync("Ben");

        await using var back = await Person.SitDownAsync(browsers.Plain, "Ada again");
        await back.OpenAsync(hostLink);
        Assert.DoesNotContain(hostLink.Split('.')[^1].Split('&')[0], back.Page.Url, StringComparison.Ordinal);
        await back.WaitForCameraAsync();
        var began = Stopwatch.GetTimestamp();
        await back.JoinAsync(back.Page.Url);
        await ben.HasRoleAsync("Ada again", "host");
        var took = Stopwatch.GetElapsedTime(began);
        TestContext.Current.TestOutputHelper?.WriteLine($"host powers back after {took.TotalSeconds:0.0} s");
        Assert.True(took < TimeSpan.FromSeconds(5), $"the host's powers took {took.TotalSeconds:0.0} s to come back");
        await back.ChooseAsync("Ben", "make-speaker");
        await ben.HasRoleAsync("Ben", "speaker");
    }

    [Fact]
    public async Task A_cohosts_command_under_way_while_the_host_demotes_them_is_resolved_the_same_way_by_all()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada");
        await using var ben = await Person.SitDownAsync(browsers.Plain, "Ben");
        await using var chi = await Person.SitDownAsync(browsers.Plain, "Chi");
        var toBen = await SignallingRoute.PlaceAsync(ben);
        var link = await ada.CreateMeetingAsync(server.Url);
        foreach (var person in new[] { ada, ben, chi }) { await person.JoinAsync(link); }
        await ada.SeesAsync("Ben", "Chi");
        await ada.ChooseAsync("Ben", "make-cohost");
        await ben.HasRoleAsync("Ben", "cohost");
        await ben.OpenPeopleAsync();

        // The demotion is on its way to Ben when he presses; his command names the head that he knows.
        toBen.Hold("command");
        await ada.ChooseAsync("Ben", "make-speaker");
        await chi.HasRoleAsync("Ben", "speaker");
        await ben.Page.GetByTestId("setting-lobby").ClickAsync();
        await Assertions.Expect(ben.Page.GetByTestId("told").Filter(new() { HasText = "not done" })).ToBeVisibleAsync(new() { Timeout = 15_000 });
        toBen.Release("command");

        foreach (var person in new[] { ada, ben, chi }) { await person.HasRoleAsync("Ben", "speaker"); }
        await Assertions.Expect(ada.Page.GetByTestId("setting-lobby")).Not.ToBeCheckedAsync();
        await Assertions.Expect(ben.Page.GetByTestId("settings")).ToHaveCountAsync(0);
        // One chain: what comes next fits at all three.
        await ada.ChooseAsync("Chi", "make-cohost");
        foreach (var person in new[] { ada, ben, chi }) { await person.HasRoleAsync("Chi", "cohost"); }
    }
}
