// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using Vigil.LogHammer;
using Vigil.Server.Log;

namespace Vigil.LogBench;

/// <summary>How fast entries become durable: many at once, and one alone.</summary>
internal static class AppendBench
{
    private const int InFlight = 8192;
    private const int Singles = 200;

    public static async Task RunAsync(string data, int entries)
    {
        await using var log = BenchLog.Open(data);
        var first = (int)log.Signed.Head.Size;
        if (first < entries) { await FillAsync(log, first, entries); }
        await SinglesAsync(log, entries + (int)(Stopwatch.GetTimestamp() % 1_000_000_000));
    }

    private static async Task FillAsync(PublicLog log, int first, int entries)
    {
        using var slots = new SemaphoreSlim(InFlight);
        var started = Stopwatch.GetTimestamp();
        var waiting = new List<Task>();
        for (var number = first; number < entries; number++)
        {
            await slots.WaitAsync();
            var appended = AppendAsync(log, number, slots);
            if (number % 1000 == 0) { waiting.RemoveAll(task => task.IsCompletedSuccessfully); }
            waiting.Add(appended);
        }
        await Task.WhenAll(waiting);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        BenchLog.Row($"durable appends, {InFlight} in flight, {entries - first:N0} entries", $"{(entries - first) / seconds:N0} entries/s");
    }

    private static async Task AppendAsync(PublicLog log, int number, SemaphoreSlim slots)
    {
        var result = await log.AppendAsync(NumberedEntry.Create(number));
        slots.Release();
        if (!result.IsInLog) { throw new InvalidOperationException(result.ToString()); }
    }

    private static async Task SinglesAsync(PublicLog log, int first)
    {
        var times = new List<double>();
        for (var i = 0; i < Singles; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await log.AppendAsync(NumberedEntry.Create(first + i));
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        times.Sort();
        BenchLog.Row($"single append, {Singles} one after the other (batch interval 250 ms)", $"p50 {times[Singles / 2]:F0} ms, p99 {times[Singles * 99 / 100]:F0} ms, worst {times[^1]:F0} ms");
    }
}
