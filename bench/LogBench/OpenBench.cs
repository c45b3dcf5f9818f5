// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;

namespace Vigil.LogBench;

/// <summary>How long a start takes.</summary>
internal static class OpenBench
{
    public static void Run(string data)
    {
        var started = Stopwatch.GetTimestamp();
        var log = BenchLog.Open(data);
        BenchLog.Row($"opening a log of {log.Signed.Head.Size:N0} entries", $"{Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0} ms");
        log.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
