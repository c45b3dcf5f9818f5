// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Microsoft.Playwright;
using Vigil.EndToEnd.Stage;

namespace Vigil.EndToEnd;

/// <summary>A full page of faces, every one of them received, decrypted and moving, and the page still answers to every press.</summary>
[Collection(nameof(Alone))]
public sealed class TwentyFiveTilesTests(Browsers browsers)
{
    private const int Others = 24;
    private const int LongestTaskMs = 100;
    private static readonly TimeSpan Watching = TimeSpan.FromSeconds(30);

    /// <summary>Since the page began: what the browser itself calls long, 50 ms and more.</summary>
    private const string RecordLongTasks = """
        (() => {
          const tasks = []
          Object.defineProperty(window, 'longTasks', { value: tasks })
          new PerformanceObserver((list) => { for (const { startTime, duration } of list.getEntries()) tasks.push({ startTime, duration }) }).observe({ type: 'longtask' })
        })()
        """;

    [Fact]
    public async Task A_page_of_25_moving_tiles_has_no_task_over_100_ms_in_30_s()
    {
        Effort.NeedsLong();
        await using var server = await ServerProcess.StartAsync();
        await using var crowd = await browsers.LaunchAsync();
        await using var ada = await Person.SitDownAsync(browsers.WithFiles, "Ada");
        await ada.Page.AddInitScriptAsync(RecordLongTasks);
        var link = await ada.CreateMeetingAsync(server.Url, "All hands");
        await ada.JoinAsync(link);
        await using var bots = await Bots.OpenAsync(crowd, server.Url);
        await bots.JoinAsync(link, Others);

        await Assertions.Expect(ada.Tiles).ToHaveCountAsync(Others + 1, new() { Timeout = 30_000 });
        await Assertions.Expect(ada.Page.Locator("[data-testid=tile][data-self=false][data-camera=true]")).ToHaveCountAsync(Others, new() { Timeout = 30_000 });
        await ada.ScreenshotAsync("twenty-five-tiles");

        var before = await ada.StatisticsAsync();
        var began = await ada.Page.EvaluateAsync<double>("() => performance.now()");
        await Task.Delay(Watching);
        var tasks = await LongTasksSinceAsync(ada.Page, began);
        var after = await ada.StatisticsAsync();

        Assert.All(after.FrameRatesSince(before), rate => Assert.True(rate > 2, $"a tile stands still: {rate:0.0} frames/s"));
        Assert.True(after.FrameRatesSince(before).Count >= Others, "not every picture is received");
        Assert.True(tasks.All(duration => duration <= LongestTaskMs), $"long tasks: {string.Join(", ", tasks.Select(duration => $"{duration:0} ms"))}");
    }

    private static async Task<List<double>> LongTasksSinceAsync(IPage page, double since) =>
        JsonSerializer.Deserialize<List<double>>(await page.EvaluateAsync<string>(
            "since => JSON.stringify(window.longTasks.filter(({ startTime }) => startTime >= since).map(({ duration }) => duration))", since))!;
}
