// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Reasons;
using Vigil.Orders.State;
using Vigil.Server.Reports;
using Vigil.Server.Storage;

namespace Vigil.Server.Staff;

/// <summary>Deletes what is kept beside the log when its time has come (docs/protocol/staff.md section 6): at the start, and once a day.</summary>
internal sealed class Retention(MatterStore matters, ApprovalStore approvals, NoticeStore notices, SealedRequestStore seals, ReportStore reports)
{
    /// <summary>An order's person has six months to complain (DSA, Art. 20).</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(183);

    private DateTimeOffset? _last;

    public void Run(OpenBook book)
    {
        if (_last is { } last && book.Now - last < TimeSpan.FromDays(1)) { return; }
        _last = book.Now;
        var byProposal = book.Orders.Orders.ToDictionary(order => order.Proposal.Id, StringComparer.Ordinal);
        foreach (var proposal in matters.Proposals())
        {
            var order = byProposal.GetValueOrDefault(proposal);
            if (order is not null ? IsPast(order, book) : IsLost(proposal, book)) { matters.Forget(proposal); }
            else if (order is not null) { approvals.Forget(proposal); }
        }
        foreach (var order in notices.Orders().Where(id => book.Orders.FindOrder(id) is not { } known || IsPast(known, book))) { notices.Forget(order); }
        foreach (var request in seals.Requests().Where(id => book.Orders.FindRequest(id) is not { Details: null })) { seals.Forget(request); }
        var evidence = book.Orders.Orders.Where(order => !IsPast(order, book)).SelectMany(order => order.Proposal.Evidence)
            .Concat(book.Orders.Proposals.Where(p => !p.IsUsed && book.Now < p.Proposal.Expires).SelectMany(p => p.Proposal.Evidence))
            .Select(evidence => evidence[3..]).ToHashSet(StringComparer.Ordinal);
        reports.Forget(book.Now - Kept, evidence);
    }

    private static bool IsPast(Order order, OpenBook book) =>
        OverSince(order, book) is { } since && book.Now >= since + Kept && order.NewestAppeal is not { IsOpen: true }
        // A person who is still to be told keeps the notice for as long after it.
        && (order.Proposal.QuietUntil is not { } quiet || book.Now >= quiet + Kept);

    private static DateTimeOffset? OverSince(Order order, OpenBook book) =>
        order.Ended != OrderReason.None ? book.Journal.TraceOf(order.Id).OverAt
        // A look at data cannot be undone: with it, the order is over. The same goes for a break-glass that was ratified.
        : order.Stands && !order.IsRatified ? null : order.ActedAt;

    /// <summary>Never came into the log, or nobody approved it in time.</summary>
    private static bool IsLost(string proposal, OpenBook book) =>
        book.Orders.FindProposal(proposal) is not { } known || (!known.IsUsed && book.Now >= known.Proposal.Expires);
}
