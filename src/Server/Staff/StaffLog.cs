// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders;
using Vigil.Orders.Reasons;
using Vigil.Tlog.Entries;

namespace Vigil.Server.Staff;

/// <summary>What this server's log comes to for its staff: the rules' own view of it, and where things stand. Not thread-safe.</summary>
internal sealed class StaffLog(string origin)
{
    public OrderLog Orders { get; } = new(origin);

    public Journal Journal { get; } = new();

    /// <summary>Without staff no order is possible at all.</summary>
    public bool HasStaff => Orders is { Roster: not null, Policy: not null, Site: not null };

    /// <summary>Takes the next entry of the log. One that breaks a rule changes nothing here, as in every audit.</summary>
    public IReadOnlyList<Refusal> Apply(ulong index, LogEntry entry)
    {
        var refusals = Orders.Apply(index, entry);
        if (refusals.Count == 0) { Journal.Note(index, entry, Orders); }
        return refusals;
    }
}
