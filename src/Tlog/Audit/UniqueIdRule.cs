// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Entries;

namespace Vigil.Tlog.Audit;

/// <summary>No id twice. The one rule whose memory grows with the log: some 32 bytes an entry.</summary>
public sealed class UniqueIdRule : IEntryRule
{
    private readonly HashSet<UInt128> _seen = [];

    public void OnEntry(ulong index, LogEntry entry, AuditFindings findings)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(findings);
        if (EntryId.TryParse(entry.Id, out var id) && !_seen.Add(id))
        {
            findings.Add(new AuditFinding(AuditCode.RuleBroken, $"entry {index} has the id of an earlier entry") { Entry = index });
        }
    }

    public void OnEnd(ulong size, DateTimeOffset now, AuditFindings findings)
    {
        // Said at the entry itself.
    }
}
