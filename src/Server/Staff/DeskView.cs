// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Actions;
using Vigil.Orders.State;
using Vigil.Server.Log;
using Vigil.Server.Reports;
using Vigil.Server.Signalling.Rooms;
using Vigil.Server.Storage;

namespace Vigil.Server.Staff;

/// <summary>Makes what one member sees.</summary>
internal sealed class DeskView(PublicLog log, Matters matters, ApprovalStore approvals, NoticeStore notices, ReportStore reports, AccountStore accounts, MeetingRooms rooms)
{
    private const int Most = 200;

    public DeskAnswer Of(string me, OpenBook book)
    {
        var orders = book.Orders;
        var rates = book.Journal.Rates;
        var (meetings, people) = rooms.Count();
        return new DeskAnswer(
            me, book.Now, orders.Origin, orders.Site!.Id,
            State(orders.Roster!.Index, orders.Roster.Hash, "roster"),
            State(orders.Policy!.Index, orders.Policy.Hash, "policy"),
            new CountsView(meetings, people, accounts.Count()),
            new RateView(rates.Proposed, rates.Authorised, rates.Refused, rates.Reversed, rates.Appealed, rates.Overturned),
            [.. reports.Newest(Most).Select(report => new ReportView(report.Id, report.Sha256, report.Length))],
            [.. orders.Requests.OrderByDescending(request => request.Index).Take(Most).Select(request => View(request, book))],
            [.. orders.Proposals.Where(p => !p.IsUsed && book.Now < p.Proposal.Expires).OrderByDescending(p => p.Index).Take(Most).Select(p => View(p, book))],
            [.. orders.Orders.OrderByDescending(order => order.Index).Take(Most).Select(order => View(order, me))],
            [.. orders.Appeals.OrderByDescending(appeal => appeal.Index).Take(Most).Select(appeal => View(appeal, book))],
            [.. book.Journal.Deeds.Reverse().Where(deed => deed.Member == me).Take(Most).Select(deed => new DeedView(deed.Time, deed.What, deed.Id))]);
    }

    private StateView State(ulong index, string hash, string member) => new(log.ReadMember(index, member), hash, index);

    private static RequestView View(Request request, OpenBook book) =>
        new(request.Id, request.Index, request.Received, book.Journal.DetailsOf(request.Id), request.Opens);

    private ProposalView View(ProposedOrder proposed, OpenBook book)
    {
        var p = proposed.Proposal;
        var kept = approvals.Of(p.Id);
        var verdict = book.Orders.JudgeApprovals(proposed.Bytes.Span, kept, book.Now);
        return new ProposalView(
            proposed.Bytes.ToArray(), proposed.Index, matters.SubjectOf(p), matters.CaseOf(p), matters.PayloadOf(p), verdict.Counted, StaffProblems.Names(verdict.Refusals));
    }

    /// <summary>Whom it concerns only as long as there is something to decide about it.</summary>
    private OrderView View(Order order, string me)
    {
        var p = order.Proposal;
        return new OrderView(
            order.Id, order.Index, order.Bytes.ToArray(), order.Approvers, OrderStates.Of(order), News.EarliestOf(order), order.NoticeAt, order.ActedAt,
            OrderStates.Why(order), order.Vetoers, order.Stands ? matters.SubjectOf(p) : null, order.Stands ? matters.CaseOf(p) : null, Yours(order, me));
    }

    private static string? Yours(Order order, string me) => !order.Stands || order.ActedAt is not null ? null
        : IsReader(order, me) ? "read"
        : MayHandOver(order, me) ? "disclose"
        : null;

    public static bool IsReader(Order order, string me) => order.Proposal.Action == OrderAction.DataRead && order.Proposal.Recipient == me;

    public static bool MayHandOver(Order order, string me) => order.Proposal.Action == OrderAction.DataDisclose && (order.Approvers.Contains(me) || order.Proposal.Proposer == me);

    private AppealView View(Appeal appeal, OpenBook book) => new(
        appeal.Id, appeal.Order.Id, notices.FindAppeal(appeal.Id)?.Text ?? "", appeal.Time, appeal.Time + book.Orders.Policy!.Silence, !appeal.IsOpen);
}
