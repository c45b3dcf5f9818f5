// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Vigil.Orders.Actions;
using Vigil.Orders.Approvals;
using Vigil.Orders.Proposals;
using Vigil.Orders.Staff;

namespace Vigil.Orders.State;

/// <summary>A proposal that stands in the log, waiting for approvals.</summary>
public sealed class ProposedOrder
{
    internal ProposedOrder(Proposal proposal, ReadOnlyMemory<byte> bytes, ulong index) => (Proposal, Bytes, Index) = (proposal, bytes, index);

    public Proposal Proposal { get; }
    public ReadOnlyMemory<byte> Bytes { get; }
    public ulong Index { get; }

    /// <summary>It became an order: it cannot become another.</summary>
    public bool IsUsed { get; internal set; }
}

/// <summary>All that the entries so far come to. Only <see cref="OrderLog"/> changes it, one clean entry after the other.</summary>
internal sealed class OrderState(string origin)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly Dictionary<string, List<DateTimeOffset>> _approvals = new(StringComparer.Ordinal);

    public string Origin => origin;
    public Roster? Roster { get; set; }
    public Policy? Policy { get; set; }
    public RelyingParty? Site { get; set; }

    public Dictionary<string, ProposedOrder> Proposals { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, Order> Orders { get; } = new(StringComparer.Ordinal);

    /// <summary>Orders whose act names no order, by what it is to say.</summary>
    public Dictionary<string, List<Order>> OrdersByPayload { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, Appeal> Appeals { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, Request> Requests { get; } = new(StringComparer.Ordinal);

    /// <summary>Ids of proposals that undid something: they are not proposed first, and still count once.</summary>
    public HashSet<string> UndoingIds { get; } = new(StringComparer.Ordinal);

    public string? WitnessPolicy { get; set; }
    public HashSet<string> KeyPurposes { get; } = new(StringComparer.Ordinal);
    public HashSet<string> ActiveKeys { get; } = new(StringComparer.Ordinal);

    /// <summary>When the next statement was promised, and by which entry.</summary>
    public (DateTimeOffset Due, ulong Index)? NextStatement { get; set; }

    public bool HasStaff => Roster is not null && Policy is not null && Site is not null;

    /// <summary>The order that a proposal wants to undo or have judged.</summary>
    public Order? OrderInQuestion(Proposal p) =>
        p.Target is null ? null
        : p.Traits.IsAppeal ? Appeals.GetValueOrDefault(p.Target)?.Order
        : p.Action == OrderAction.OrderReverse ? Orders.GetValueOrDefault(p.Target)
        : null;

    public int ApprovalsOfLastDay(string member, DateTimeOffset now) =>
        _approvals.TryGetValue(member, out var times) ? times.Count(time => time > now - Day) : 0;

    public void NoteApproval(string member, DateTimeOffset now)
    {
        if (!_approvals.TryGetValue(member, out var times)) { _approvals[member] = times = []; }
        // Entries of a batch may be dated a little backwards: two days keep all that can still matter.
        times.RemoveAll(time => time < now - (2 * Day));
        times.Add(now);
    }

    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
