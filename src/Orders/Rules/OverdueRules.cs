// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Actions;
using Vigil.Orders.Reasons;
using Vigil.Orders.State;

namespace Vigil.Orders.Rules;

/// <summary>Something that should have followed and did not, and the entry that promised it.</summary>
public sealed record Overdue(Refusal Refusal, ulong Index);

/// <summary>What must follow (docs/protocol/orders.md section 10).</summary>
internal static class OverdueRules
{
    /// <summary>A server may be starting just then; an opening can be done earlier and has no grace.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    public static IEnumerable<Overdue> Find(OrderState state, DateTimeOffset now)
    {
        foreach (var request in state.Requests.Values.Where(r => r.Details is null && now > r.Opens))
        {
            yield return new Overdue(new Refusal(OrderReason.MissedOpening, request.Id), request.Index);
        }
        if (state.NextStatement is { } statement && now > statement.Due)
        {
            yield return new Overdue(new Refusal(OrderReason.MissedStatement), statement.Index);
        }
        foreach (var order in state.Orders.Values)
        {
            foreach (var reason in FindOf(state, order, now)) { yield return new Overdue(new Refusal(reason, order.Id), order.Index); }
        }
    }

    private static IEnumerable<OrderReason> FindOf(OrderState state, Order order, DateTimeOffset now)
    {
        var endsByItself = order.Proposal.Traits.IsBreakglass || order.Proposal.Action == OrderAction.AccountSuspend;
        if (endsByItself && order is { ActedAt: not null, Ended: OrderReason.None, IsRatified: false } && now > order.Proposal.Until + Grace)
        {
            yield return OrderReason.NotReverted;
        }
        if (order.NewestAppeal is { IsOpen: true } appeal && now > appeal.Time + state.Policy!.Silence + Grace) { yield return OrderReason.AppealUnanswered; }
        if (order.IsNoticeDelayed && order.NoticeAt is null && now > order.Proposal.QuietUntil + Grace) { yield return OrderReason.NoticeMissing; }
    }
}
