// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Entries;

namespace Vigil.Tlog.Audit;

/// <summary>
/// A rule between entries, such as "an order comes before its act". One object serves one audit: it sees all well-formed entries from
/// index 0 in order, and keeps what it needs. Entries are seen before the root is known to match, so a rule only reports.
/// </summary>
public interface IEntryRule
{
    public void OnEntry(ulong index, LogEntry entry, AuditFindings findings);

    /// <summary>After the last entry: for what should have followed and did not.</summary>
    public void OnEnd(ulong size, DateTimeOffset now, AuditFindings findings);
}
