// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Actions;
using Vigil.Orders.Reasons;
using Vigil.Orders.State;

namespace Vigil.Server.Staff;

/// <summary>Orders in the words of docs/protocol/staff.md.</summary>
internal static class OrderStates
{
    public static string Of(Order order) => order.Ended != OrderReason.None ? "over" : order.ActedAt is null ? "standing" : "acted";

    public static string? Why(Order order) => order.Ended == OrderReason.None ? null : ReasonNames.Of(order.Ended);

    /// <summary>It was carried out, nothing has undone it, and its time has not run out.</summary>
    public static bool IsInForce(Order order, DateTimeOffset now) =>
        order is { ActedAt: not null, Ended: OrderReason.None, Proposal.Traits: { ConcernsSomebody: true, IsData: false } }
        && (order.Proposal.Until is not { } until || now < until);

    /// <summary>Why an order has expired by now, in the words of the log; null if it has not.</summary>
    public static string? Expiry(Order order, TimeSpan silence, DateTimeOffset now)
    {
        if (order.Ended != OrderReason.None) { return null; }
        var p = order.Proposal;
        if (order.ActedAt is null && now >= p.Expires) { return "unused"; }
        if (p.Traits.IsBreakglass && !order.IsRatified && now >= p.Until) { return "unratified"; }
        if (p.Action == OrderAction.AccountSuspend && order.ActedAt is not null && now >= p.Until) { return "term"; }
        return order.NewestAppeal is { IsOpen: true } appeal && now >= appeal.Time + silence ? "silence" : null;
    }
}
