// SPDX-License-Identifier: Apache-2.0
using Microsoft.Playwright;
using Vigil.EndToEnd.Stage;

namespace Vigil.EndToEnd;

/// <summary>A server that shows two people two logs is caught as soon as they meet.</summary>
[Collection(nameof(OneMeeting))]
public sealed class LogForkTests(Browsers browsers)
{
    private static readonly ViewportSize Phone = new() { Width = 360, Height = 740 };

    private static ServedLog Common => ServedLog.Begin(TimeSpan.FromDays(10)).State(TimeSpan.FromDays(1), "Said to all.");

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Two_views_alarm_both_participants_whoever_can_prove_it(int moreForBen)
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada");
        await using var ben = await Person.SitDownAsync(browsers.Plain, "Ben", screen: Phone);
        var shownToAda = Common;
        var shownToBen = shownToAda.Fork();
        shownToAda.State(TimeSpan.FromDays(2), "Said to Ada.");
        for (var i = 0; i < moreForBen; i++) { shownToBen.State(TimeSpan.FromDays(2 + i), $"Said to Ben, {i}."); }
        await shownToAda.ShowToAsync(ada);
        await shownToBen.ShowToAsync(ben);
        await MeetAsync(server, ada, ben);

        foreach (var person in new[] { ada, ben })
        {
            await Assertions.Expect(Alarm(person)).ToContainTextAsync("two histories");
            await Assertions.Expect(Alarm(person)).ToContainTextAsync(moreForBen == 1 ? "Two signed versions of 3 entries" : "Signed versions of 3 and of 5 entries");
            await person.ScreenshotAsync($"fork-alarm-{moreForBen}-{person.Name}");
        }
        var download = await ben.Page.RunAndWaitForDownloadAsync(() => ben.Page.GetByTestId("save-evidence").ClickAsync());
        Assert.Equal("vigil-log-fork.json", download.SuggestedFilename);
        await ben.SeesPictureOfAsync("Ada");

        await ada.Page.GotoAsync(server.Url + "/transparency");
        await ada.InStateAsync("log-refused");
        await Assertions.Expect(ada.Page.GetByTestId("log-verdict")).ToHaveAttributeAsync("data-kind", "fork");
    }

    [Fact]
    public async Task One_log_at_two_sizes_alarms_nobody_and_says_that_all_see_the_same()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada");
        await using var ben = await Person.SitDownAsync(browsers.Plain, "Ben");
        var log = Common;
        await log.ShowToAsync(ada);
        await log.ShowToAsync(ben);
        var link = await ada.CreateMeetingAsync(server.Url);
        await ada.JoinAsync(link);
        await ada.Page.GetByTestId("people").ClickAsync();
        await Assertions.Expect(Said(ada)).ToHaveTextAsync("Verified: 2 entries");
        log.State(TimeSpan.FromDays(3), "Said to all, later.");
        await ben.JoinAsync(link);
        await ben.Page.GetByTestId("people").ClickAsync();

        await Assertions.Expect(Said(ben)).ToHaveTextAsync("Verified: 3 entries, the same for everybody here.");
        await Assertions.Expect(Said(ada)).ToHaveTextAsync("Verified: 3 entries, the same for everybody here.");
        await Assertions.Expect(Alarm(ada)).ToHaveCountAsync(0);
        await Assertions.Expect(ada.Page.GetByTestId("log-doubt")).ToHaveCountAsync(0);
        await ada.ScreenshotAsync("meeting-log-agreeing");
    }

    [Fact]
    public async Task Another_key_is_a_doubt_and_no_alarm()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada");
        await using var ben = await Person.SitDownAsync(browsers.Plain, "Ben");
        await Common.ShowToAsync(ada);
        await ServedLog.Begin(TimeSpan.FromDays(1), seed: 2).ShowToAsync(ben);
        var link = await MeetAsync(server, ada, ben, isPinned: false);

        await Assertions.Expect(ada.Page.GetByTestId("log-doubt")).ToContainTextAsync("Ben was shown a public log with another key");
        await Assertions.Expect(ben.Page.GetByTestId("log-doubt")).ToContainTextAsync("Ada was shown a public log with another key");
        await ada.ScreenshotAsync("meeting-log-doubt");
        await Assertions.Expect(Alarm(ada)).ToHaveCountAsync(0);

        // The whole link says which key Ada's browser knows, so Ben's sees it without anybody's word.
        Assert.Matches("#[A-Za-z0-9_-]{22}&log=[A-Za-z0-9_-]{22}$", link);
        await ben.Page.GotoAsync(server.Url);
        await ben.JoinAsync(link);
        await ben.Page.GetByTestId("people").ClickAsync();
        await Assertions.Expect(Said(ben)).ToHaveAttributeAsync("data-state", "refused");
        await Assertions.Expect(ben.Page.GetByText("the link is from somebody to whom this server named another key")).ToBeVisibleAsync();
    }

    /// <returns>The link as Ada's browser made it; Ben may come by one that does not name the log's key.</returns>
    private static async Task<string> MeetAsync(ServerProcess server, Person ada, Person ben, bool isPinned = true)
    {
        var link = await ada.CreateMeetingAsync(server.Url);
        await ada.JoinAsync(link);
        await ben.JoinAsync(isPinned ? link : link.Split('&')[0]);
        return link;
    }

    private static ILocator Alarm(Person person) => person.Page.GetByTestId("fork-alarm");

    private static ILocator Said(Person person) => person.Page.GetByTestId("meeting-log");
}
