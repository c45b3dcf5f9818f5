// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;

namespace Vigil.LogBench;

/// <summary>How long a whole <c>vigil serve</c> takes, from the start of its process until it says that it is ready.</summary>
internal static class RestartBench
{
    private const int Starts = 5;

    public static void Run(string data)
    {
        // The first start appends what a server says of itself; the ones that count are restarts.
        _ = Start(data);
        var times = Enumerable.Range(0, Starts).Select(_ => Start(data).TotalMilliseconds).Order().ToArray();
        BenchLog.Row($"restart of vigil serve until ready, {Starts} times", $"best {times[0]:F0} ms, median {times[Starts / 2]:F0} ms, worst {times[^1]:F0} ms");
    }

    private static TimeSpan Start(string data)
    {
        var program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Cli", new DirectoryInfo(AppContext.BaseDirectory).Name, "vigil.dll"));
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, "serve", "--host", "127.0.0.1", "--port", "0", "--data", data, "--web", data])
        {
            RedirectStandardOutput = true,
        })!;
        var line = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("vigil serve was not ready");
        var elapsed = Stopwatch.GetElapsedTime(started);
        if (!line.StartsWith("Vigil is ready", StringComparison.Ordinal)) { throw new InvalidOperationException(line); }
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        return elapsed;
    }
}
