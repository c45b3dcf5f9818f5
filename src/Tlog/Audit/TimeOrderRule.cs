// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Entries;

namespace Vigil.Tlog.Audit;

/// <summary>Times run forward: an entry may be a little older than one before it (batches), and none is from the future.</summary>
public sealed class TimeOrderRule(TimeSpan tolerance) : IEntryRule
{
    private DateTimeOffset _latest = DateTimeOffset.MinValue;
    private ulong _latestIndex;

    public void OnEntry(ulong index, LogEntry entry, AuditFindings findings)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(findings);
        if (_latest - entry.Time > tolerance)
        {
            findings.Add(new AuditFinding(AuditCode.RuleBroken, $"entry {index} is dated before entry {_latestIndex}") { Entry = index });
        }
        if (entry.Time > _latest) { (_latest, _latestIndex) = (entry.Time, index); }
    }

    public void OnEnd(ulong size, DateTimeOffset now, AuditFindings findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        if (size > 0 && _latest - now > tolerance)
        {
            findings.Add(new AuditFinding(AuditCode.RuleBroken, $"entry {_latestIndex} is dated in the future") { Entry = _latestIndex });
        }
    }
}
