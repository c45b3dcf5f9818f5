// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Entries;

namespace Vigil.Server.Log;

/// <summary>What is to be done with the entries of a batch: some may be in the log already, or in the batch twice.</summary>
internal sealed class BatchPlan
{
    private readonly Dictionary<UInt128, int> _placeOf = [];

    private BatchPlan(int count) => Results = new AppendResult[count];

    /// <summary>The answers, in the order of the batch.</summary>
    public AppendResult[] Results { get; }

    /// <summary>What is new, in order.</summary>
    public List<LogEntry> Entries { get; } = [];

    public List<UInt128> Ids { get; } = [];

    /// <summary>Sorts a batch out: <paramref name="find"/> gives the index of an entry that is in the log, <paramref name="read"/> its bytes.</summary>
    public static BatchPlan Make(IReadOnlyList<LogEntry> batch, ulong size, Func<UInt128, ulong?> find, Func<ulong, ReadOnlyMemory<byte>> read)
    {
        var plan = new BatchPlan(batch.Count);
        for (var i = 0; i < batch.Count; i++)
        {
            var entry = batch[i];
            _ = EntryId.TryParse(entry.Id, out var id);
            plan.Results[i] = plan._placeOf.TryGetValue(id, out var place) ? Repeated(entry, plan.Entries[place].Bytes, size + (ulong)place)
                : find(id) is { } index ? Repeated(entry, read(index), index)
                : plan.Add(entry, id, size);
        }
        return plan;
    }

    private AppendResult Add(LogEntry entry, UInt128 id, ulong size)
    {
        var place = Entries.Count;
        _placeOf.Add(id, place);
        Entries.Add(entry);
        Ids.Add(id);
        return new AppendResult(AppendOutcome.Appended, size + (ulong)place);
    }

    private static AppendResult Repeated(LogEntry entry, ReadOnlyMemory<byte> there, ulong index) =>
        entry.Bytes.Span.SequenceEqual(there.Span)
            ? new AppendResult(AppendOutcome.AlreadyThere, index)
            : new AppendResult(AppendOutcome.IdTaken, index, "other bytes stand in the log under this id");
}
