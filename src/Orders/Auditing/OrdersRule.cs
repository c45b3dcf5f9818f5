// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Reasons;
using Vigil.Tlog.Audit;
using Vigil.Tlog.Entries;

namespace Vigil.Orders.Auditing;

/// <summary>The rules of orders within the audit of a log: the same code that the gate asks.</summary>
public sealed class OrdersRule(string origin) : IEntryRule
{
    /// <summary>What the log came to.</summary>
    public OrderLog Log { get; } = new(origin);

    public OrderCounts Counts { get; } = new();

    /// <summary>Whether the newest entry was.</summary>
    public bool IsWithinRules { get; private set; }

    public void OnEntry(ulong index, LogEntry entry, AuditFindings findings)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(findings);
        var refusals = Log.Apply(index, entry);
        IsWithinRules = refusals.Count == 0;
        if (IsWithinRules) { Counts.Count(entry.Type); }
        foreach (var refusal in refusals) { Add(findings, index, $"entry {index} ({entry.Type})", refusal); }
    }

    public void OnEnd(ulong size, DateTimeOffset now, AuditFindings findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        foreach (var overdue in Log.FindOverdue(now)) { Add(findings, overdue.Index, $"entry {overdue.Index}", overdue.Refusal); }
    }

    private static void Add(AuditFindings findings, ulong index, string where, Refusal refusal) =>
        findings.Add(new AuditFinding(AuditCode.RuleBroken, $"{where}: {ReasonWords.Of(refusal)}") { Entry = index, Rule = ReasonNames.Of(refusal.Reason) });
}
