// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Actions;
using Vigil.Orders.Approvals;
using Vigil.Orders.Reasons;
using Vigil.Orders.State;
using Vigil.Tlog.Entries;

namespace Vigil.Orders.Rules;

/// <summary>How orders end without an act of their own: vetoed, expired; and attempts that came to nothing.</summary>
internal static class EndingRules
{
    public static Step Vetoed(OrderState state, ulong index, LogEntry entry)
    {
        if (!state.Orders.TryGetValue(entry.Body.GetProperty("order").GetString()!, out var order)) { return Step.Refuse(OrderReason.UnknownOrder); }
        if (!order.Proposal.Traits.IsChange || order.ActedAt is not null || order.Ended != OrderReason.None) { return Step.Refuse(OrderReason.NotVetoable); }
        var assertion = Assertion.Read(entry.Body.GetProperty("approvals")[0]);
        var challenge = SigningPurpose.Veto.Challenge(order.Bytes.Span);
        var problem = AssertionCheck.Verify(assertion, state.Roster!, state.Site!, challenge, out var member);
        if (problem == OrderReason.None && order.Vetoing.Contains(member!.Id)) { problem = OrderReason.SamePerson; }
        if (problem != OrderReason.None) { return Step.Refuse(problem, member?.Id ?? ""); }
        return new Step([], () =>
        {
            order.Vetoing.Add(member!.Id);
            if (order.Vetoing.Count >= state.Policy!.Vetoes) { order.Ended = OrderReason.Vetoed; }
        });
    }

    public static Step Expired(OrderState state, ulong index, LogEntry entry)
    {
        if (!state.Orders.TryGetValue(entry.Body.GetProperty("order").GetString()!, out var order)) { return Step.Refuse(OrderReason.UnknownOrder); }
        if (order.Ended != OrderReason.None) { return Step.Refuse(order.Ended); }
        var reason = entry.Body.GetProperty("reason").GetString()!;
        return HasExpired(state, order, reason, entry.Time)
            ? new Step([], () => order.Ended = OrderReason.Expired)
            : Step.Refuse(OrderReason.NotExpired, reason);
    }

    /// <summary>A record of the server's own; only its form can be judged.</summary>
    public static Step Refused(OrderState state, ulong index, LogEntry entry)
    {
        var unknown = entry.Body.GetProperty("reasons").EnumerateArray().Select(r => r.GetString()!).Where(r => !ReasonNames.IsKnown(r));
        return new Step([.. unknown.Select(r => new Refusal(OrderReason.UnknownReason, r))], () => { });
    }

    private static bool HasExpired(OrderState state, Order order, string reason, DateTimeOffset now) => reason switch
    {
        "unused" => order.ActedAt is null && now >= order.Proposal.Expires,
        "term" => order.Proposal.Action == OrderAction.AccountSuspend && order.ActedAt is not null && now >= order.Proposal.Until,
        "unratified" => order.Proposal.Traits.IsBreakglass && !order.IsRatified && now >= order.Proposal.Until,
        "silence" => order.NewestAppeal is { IsOpen: true } appeal && now >= appeal.Time + state.Policy!.Silence,
        _ => false,
    };
}
