// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Reasons;
using Vigil.Server.Log.Files;
using Vigil.Server.Staff;
using Vigil.Tlog.Entries;

namespace Vigil.Server.Log.Opening;

/// <summary>Brings the log up to what is so now, before anybody is shown anything by it.</summary>
internal static class StandingEntries
{
    /// <remarks>
    /// (1) what the log said last: a file beside it names the entry, the log itself must hold it   <see cref="LogWriter.Holds"/>
    /// (2) where there are staff, whether an order allows what is new                               <see cref="Orders.OrderLog.Check"/>
    /// (3) what is no longer so                                                                    <see cref="StandingEntry.MakeEnd"/>
    /// (4) the file first, then the log: after a crash between them the log does not hold what the file says, and it is said anew
    /// </remarks>
    public static void Bring(LogWriter writer, DurableFolder state, IEnumerable<StandingEntry> wanted, StaffLog staff, DateTimeOffset now)
    {
        // (1)
        var changed = wanted.Select(entry => (Entry: entry, Last: LastSaid(writer, state, entry))).Where(one => one.Last is null || !one.Entry.IsSaidBy(one.Last)).ToArray();
        if (changed.Length == 0) { return; }
        // (2)
        var news = changed.Select(one => (one.Entry.File, Entry: one.Entry.Make(now))).ToArray();
        foreach (var one in news) { Demand(staff, writer.Signed!.Head.Size, one.Entry, state.PathOf(one.File)); }
        // (3) By itself and first: while the file still names the former entry, a crash only repeats this.
        Commit(writer, [.. changed.Select(one => one.Last is null ? null : one.Entry.MakeEnd(one.Last, now)).OfType<LogEntry>()]);
        // (4)
        state.Write([.. news.Select(said => new NewFile(said.File, said.Entry.Bytes))]);
        Commit(writer, [.. news.Select(said => said.Entry)]);
    }

    /// <summary>
    /// A server that never had a policy file says nothing of witnesses: a reader takes that for none. One that had says so when it has
    /// none any more.
    /// </summary>
    public static IEnumerable<StandingEntry> OfPolicy(LogIdentity identity, DurableFolder state, string? policyFile)
    {
        if (policyFile is null && state.ReadIfThere(StandingEntry.PolicyFile) is null) { yield break; }
        yield return StandingEntry.Policy(FirstUse.Read(identity.Signer.Key, policyFile).Policy, policyFile ?? state.PathOf(StandingEntry.PolicyFile));
    }

    /// <summary>Said by the genesis, and again by a version that can hold something else: not by every version.</summary>
    public static IEnumerable<StandingEntry> OfSchema(LogWriter writer, DurableFolder state, string schema)
    {
        var wanted = StandingEntry.Schema(schema);
        var last = LastSaid(writer, state, wanted) ?? writer.Read(0);
        if (!last.Body.TryGetProperty("schema", out var said) || !said.ValueEquals(schema)) { yield return wanted; }
    }

    /// <summary>The witnesses hold this server to its word: with staff it does not choose others by itself.</summary>
    private static void Demand(StaffLog staff, ulong index, LogEntry entry, string file)
    {
        if (staff.Orders.Check(index, entry) is not { Count: > 0 } refusals) { return; }
        var reasons = string.Join("; ", refusals.Select(ReasonWords.Of));
        throw new LogStoreException(file, $"this log has staff, and what it said last is no longer so ({entry.Type}): {reasons}. Start with what the log says (--log-policy), or have an order for the change approved first");
    }

    private static void Commit(LogWriter writer, LogEntry[] entries)
    {
        if (entries.Length == 0) { return; }
        writer.Commit(entries);
        writer.TidyUp();
    }

    private static LogEntry? LastSaid(LogWriter writer, DurableFolder state, StandingEntry wanted) =>
        state.ReadIfThere(wanted.File) is { } bytes && LogEntry.TryParse(bytes, out var last, out _) && writer.Holds(last!) ? last : null;
}
