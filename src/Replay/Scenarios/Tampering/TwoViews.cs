// SPDX-License-Identifier: Apache-2.0
using Microsoft.Playwright;
using Vigil.Replay.Browsers;
using Vigil.Replay.Stage;
using Vigil.Replay.Telling;

namespace Vigil.Replay.Scenarios.Tampering;

/// <summary>Two people in one meeting, each with a log of their own under one key.</summary>
internal static class TwoViews
{
    private const int AlarmTimeout = 10_000;

    public static async Task PlayAsync(Scene scene, OwnHouse house, Story story)
    {
        var truth = (await house.Log.EntriesAsync()).Select(entry => entry.Bytes).ToList();
        var other = ForgedLog.Sign(house.Data, house.LogOrigin, [.. truth.SkipLast(1), truth[^2]]);
        var host = await scene.SitDownAsync("Ada");
        var guest = await scene.SitDownAsync("Ben");
        await guest.Page.RouteAsync(url => new Uri(url).AbsolutePath.StartsWith("/log/", StringComparison.Ordinal), route => ServeAsync(route, other));
        var link = await host.CreateMeetingAsync(house.Url);
        await host.JoinAsync(link);
        var watch = Story.Watch();
        await guest.JoinAsync(link);
        var known = await HaveAlarmAsync(host, guest) ? watch() : (TimeSpan?)null;
        story.Visible("shows two people two logs, both signed by the log's key", "root on the server, the operator's network position", true, known,
            known is null ? "nobody is told" : "both browsers compared what they were shown, and raise the alarm with the evidence to save");
    }

    private static async Task<bool> HaveAlarmAsync(params Person[] people)
    {
        try
        {
            foreach (var person in people) { await person.Page.GetByTestId("fork-alarm").WaitForAsync(new() { Timeout = AlarmTimeout }); }
            return true;
        }
        catch (TimeoutException) { return false; }
    }

    private static Task ServeAsync(IRoute route, ForgedLog log)
    {
        var name = new Uri(route.Request.Url).AbsolutePath["/log/".Length..];
        // What the other log does not say, the server's own does: its key, its policy.
        return log.Files.TryGetValue(name, out var bytes) ? route.FulfillAsync(new() { BodyBytes = bytes, ContentType = "application/octet-stream" })
            : name.StartsWith("tile/", StringComparison.Ordinal) ? route.FulfillAsync(new() { Status = 404 })
            : route.ContinueAsync();
    }
}
