// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Vigil.Orders.Auditing;
using Vigil.Server.Log;
using Vigil.Server.Log.Opening;
using Vigil.Tlog.Audit;
using Vigil.Tlog.Policies;

namespace Vigil.Server.Ceremonies;

/// <summary>Writes the log that everybody signed, and reads it again as an auditor would.</summary>
internal sealed class Beginning(LogOptions options, TimeProvider time, ILogger<PublicLog> logger)
{
    private static readonly TimeSpan TimeTolerance = TimeSpan.FromMinutes(10);

    /// <exception cref="LogStoreException">it could not be written, or an auditor would refuse it</exception>
    public void Begin(Founding founding)
    {
        var log = PublicLog.Open(options, null, time, logger, founding: founding);
        try { Audit(log); }
        finally { log.DisposeAsync().AsTask().GetAwaiter().GetResult(); }
    }

    private void Audit(PublicLog log)
    {
        // Witnesses have not seen it yet: here it is about what it says.
        _ = LogPolicy.TryParse(Encoding.UTF8.GetBytes($"log {log.Key}\nquorum none\n"), out var policy, out _);
        var rules = new AuditOptions { Rules = [new GenesisRule(log.Origin), new TimeOrderRule(TimeTolerance), new UniqueIdRule(), new OrdersRule(log.Origin)] };
        var report = new LogAudit(log.Tiles, policy!, rules).Run(log.Signed.Note.ToBytes(), [], time.GetUtcNow());
        if (!report.Accepted) { throw new LogStoreException(options.Folder, $"the log that was written would be refused: {string.Join("; ", report.Findings.Select(finding => finding.Reason))}"); }
    }
}
