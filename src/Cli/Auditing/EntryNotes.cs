// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Audit;
using Vigil.Tlog.Entries;

namespace Vigil.Cli.Auditing;

/// <summary>Looks on while a log is audited: how many entries of which type, and the newest of them. Finds nothing wrong.</summary>
internal sealed class EntryNotes : IEntryRule
{
    public const int MostRecent = 100;

    /// <summary>A log may make up types; past this many they are counted together.</summary>
    private const int MostTypes = 200;
    private const string OtherTypes = "(others)";

    private readonly Queue<(ulong Index, LogEntry Entry)> _recent = new(MostRecent);
    private readonly SortedDictionary<string, ulong> _types = new(StringComparer.Ordinal);

    /// <summary>Oldest first.</summary>
    public IReadOnlyCollection<(ulong Index, LogEntry Entry)> Recent => _recent;

    public IReadOnlyDictionary<string, ulong> Types => _types;

    public void OnEntry(ulong index, LogEntry entry, AuditFindings findings)
    {
        var type = _types.Count < MostTypes || _types.ContainsKey(entry.Type) ? entry.Type : OtherTypes;
        _types[type] = _types.GetValueOrDefault(type) + 1;
        if (_recent.Count == MostRecent) { _recent.Dequeue(); }
        _recent.Enqueue((index, entry));
    }

    public void OnEnd(ulong size, DateTimeOffset now, AuditFindings findings)
    {
        // Nothing to find.
    }
}
