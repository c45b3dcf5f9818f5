// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Entries;

namespace Vigil.Tlog.Audit;

/// <summary>A log begins with its one genesis entry, which names the log's own origin and key.</summary>
public sealed class GenesisRule(string origin) : IEntryRule
{
    public void OnEntry(ulong index, LogEntry entry, AuditFindings findings)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(findings);
        var isGenesis = entry.Type == EntryTypes.Genesis;
        if (index == 0 && !isGenesis) { Report("the first entry is not the genesis"); }
        if (index > 0 && isGenesis) { Report("a second genesis"); }
        if (!isGenesis) { return; }
        if (entry.Body.GetProperty("origin").GetString() != origin) { Report($"the genesis is that of another log than {origin}"); }
        var key = entry.Body.GetProperty("log_key").GetString()!;
        if (!key.StartsWith(origin + "+", StringComparison.Ordinal)) { Report("the genesis names a key of another log"); }

        void Report(string reason) => findings.Add(new AuditFinding(AuditCode.RuleBroken, reason) { Entry = index });
    }

    public void OnEnd(ulong size, DateTimeOffset now, AuditFindings findings)
    {
        // A log without entries has not begun.
    }
}
