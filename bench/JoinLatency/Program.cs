// SPDX-License-Identifier: Apache-2.0
// dotnet run -c Release --project bench/JoinLatency [-- rounds]
// One person is in a meeting; another joins it again and again, each time with a fresh browser profile.
using Microsoft.Playwright;
using Vigil.EndToEnd.Stage;
using Vigil.JoinLatency;

var rounds = args.Length > 0 ? int.Parse(args[0]) : 11;
using var playwright = await Playwright.CreateAsync();
await using var browser = await playwright.Chromium.LaunchAsync(new()
{
    ExecutablePath = "/usr/bin/chromium",
    Headless = true,
    Args =
    [
        "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream=fps=30", "--autoplay-policy=no-user-gesture-required",
    ],
});
await using var server = await ServerProcess.StartAsync();
Console.WriteLine($"start-up to ready: {server.StartUp.TotalMilliseconds:0} ms");
await using var host = await Person.SitDownAsync(browser, "Host");
var link = await host.CreateMeetingAsync(server.Url);
await host.JoinAsync(link);

var totals = new List<double>();
for (var round = 0; round < rounds; round++)
{
    await using var joiner = await Person.SitDownAsync(browser, "Joiner");
    await joiner.Page.AddInitScriptAsync(JoinStopwatch.InitScript);
    var marks = await JoinStopwatch.MeasureAsync(joiner, link);
    totals.Add(marks.First(mark => mark.Name == "first frame").Milliseconds);
    Console.WriteLine($"join {round + 1}: {totals[^1]:0} ms");
    if (round == rounds - 1)
    {
        foreach (var mark in marks.TakeWhile(mark => mark.Name != "first frame")) { Console.WriteLine($"  {mark.Milliseconds,6:0} ms  {mark.Name}"); }
    }
}
totals.Sort();
Console.WriteLine($"press on Join to first remote frame: median {totals[totals.Count / 2]:0} ms, best {totals[0]:0} ms, worst {totals[^1]:0} ms of {rounds}");
