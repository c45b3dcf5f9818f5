// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Text;
using Vigil.Tlog.Audit;
using Vigil.Tlog.Policies;

namespace Vigil.LogBench;

/// <summary>A whole audit from local files, with every rule that there is.</summary>
internal static class AuditBench
{
    public static void Run(string data)
    {
        var key = File.ReadAllText(Path.Combine(data, "log-state", "log.vkey")).Trim();
        _ = LogPolicy.TryParse(Encoding.UTF8.GetBytes($"log {key}\nquorum none\n"), out var policy, out _);
        var started = Stopwatch.GetTimestamp();
        var report = new LogAudit(BenchLog.Tiles(data), policy!, new AuditOptions { Rules = [new GenesisRule(BenchLog.Origin), new UniqueIdRule()] })
            .Run(File.ReadAllBytes(Path.Combine(data, "log", "checkpoint")), [], DateTimeOffset.UtcNow);
        if (!report.Accepted) { throw new InvalidOperationException(report.Findings[0].Reason); }
        BenchLog.Row($"audit of {report.Entries:N0} entries from local files", $"{Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s");
    }
}
