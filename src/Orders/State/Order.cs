// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Actions;
using Vigil.Orders.Proposals;
using Vigil.Orders.Reasons;
using Vigil.Orders.Staff;

namespace Vigil.Orders.State;

/// <summary>An order that was authorised, and what became of it.</summary>
public sealed class Order
{
    internal Order(string id, ulong index, DateTimeOffset time, Proposal proposal, ReadOnlyMemory<byte> bytes, IReadOnlyList<string> approvers, ActionPolicy policy)
    {
        (Id, Index, Time, Proposal, Bytes, Approvers) = (id, index, time, proposal, bytes, approvers);
        EarliestAct = proposal.NotBefore > time + policy.Delay ? proposal.NotBefore : time + policy.Delay;
        // Ongoing harm, shown by what the accused key signed, does not wait; the notice still comes first.
        NoticeTime = proposal is { Action: OrderAction.AccountSuspend, Ground: Ground.ImminentHarm } ? TimeSpan.Zero : policy.Notice;
    }

    /// <summary>The id of the authorising entry, and where it stands.</summary>
    public string Id { get; }
    public ulong Index { get; }
    public DateTimeOffset Time { get; }
    public Proposal Proposal { get; }

    /// <summary>What was signed.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Pseudonyms of those who count.</summary>
    public IReadOnlyList<string> Approvers { get; }

    public DateTimeOffset EarliestAct { get; }

    /// <summary>How long before the act the person concerned is told.</summary>
    public TimeSpan NoticeTime { get; }

    public DateTimeOffset? NoticeAt { get; internal set; }
    public bool IsNoticeDelayed { get; internal set; }
    public DateTimeOffset? ActedAt { get; internal set; }

    /// <summary>A break-glass that a full quorum has made its own.</summary>
    public bool IsRatified { get; internal set; }

    /// <summary>Why it is over: vetoed, reversed or expired; or none of these.</summary>
    public OrderReason Ended { get; internal set; }

    public IReadOnlyCollection<string> Vetoers => Vetoing;

    /// <summary>The newest one; the person concerned may object again when it is decided.</summary>
    public Appeal? NewestAppeal { get; internal set; }

    internal HashSet<string> Vetoing { get; } = new(StringComparer.Ordinal);

    /// <summary>It can still be carried out, or its effect lasts: there is something to reverse. A look at data cannot be taken back.</summary>
    public bool Stands => Ended == OrderReason.None && !(Proposal.Traits.IsData && ActedAt is not null);

    /// <summary>What it took has to be given back: the gate restores on this and on nothing else.</summary>
    public bool IsToBeRestored => ActedAt is not null && Ended != OrderReason.None && Proposal.Traits is { ConcernsSomebody: true, IsData: false };

    internal bool HadPart(string member) =>
        Approvers.Contains(member) || member == Proposal.Proposer || member == Proposal.Reporter || member == Proposal.Reviewer;
}
