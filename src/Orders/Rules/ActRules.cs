// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Actions;
using Vigil.Orders.Reasons;
using Vigil.Orders.State;
using Vigil.Tlog.Entries;

namespace Vigil.Orders.Rules;

/// <summary>One order, one act, in its time, after the notice.</summary>
internal static class ActRules
{
    /// <summary><c>action.executed</c>: the act of most orders.</summary>
    public static Step Executed(OrderState state, ulong index, LogEntry entry) => Act(state, entry, _ => []);

    public static Step Disclosed(OrderState state, ulong index, LogEntry entry) => Act(state, entry, order =>
    {
        var classes = entry.Body.GetProperty("classes").EnumerateArray().Select(c => c.GetString()!).ToArray();
        return classes.SequenceEqual(order.Proposal.Classes) ? [] : [new Refusal(OrderReason.PayloadMismatch, "classes")];
    });

    /// <summary>Asked, and nothing held: an answer to a request, or the act of an order about data.</summary>
    public static Step NothingHeld(OrderState state, ulong index, LogEntry entry)
    {
        var hasOrder = entry.Body.TryGetProperty("order", out var orderId);
        if (hasOrder == entry.Body.TryGetProperty("request", out var request)) { return Step.Refuse(OrderReason.WrongAct); }
        if (!hasOrder) { return state.Requests.ContainsKey(request.GetString()!) ? Step.Nothing : Step.Refuse(OrderReason.UnknownRequest); }
        if (!state.Orders.TryGetValue(orderId.GetString()!, out var order)) { return Step.Refuse(OrderReason.UnknownOrder); }
        return order.Proposal.Traits.IsData
            ? new Step([.. Check(state, order, entry.Time)], () => Take(state, order, entry.Time))
            : Step.Refuse(OrderReason.WrongAct);
    }

    /// <summary>The order that an entry names, if this entry is its act.</summary>
    public static Step Act(OrderState state, LogEntry entry, Func<Order, IEnumerable<Refusal>> checkMore)
    {
        if (!state.Orders.TryGetValue(entry.Body.GetProperty("order").GetString()!, out var order)) { return Step.Refuse(OrderReason.UnknownOrder); }
        if (order.Proposal.Traits.Act != entry.Type) { return Step.Refuse(OrderReason.WrongAct, order.Proposal.Traits.Name); }
        return new Step([.. Check(state, order, entry.Time), .. checkMore(order)], () => Take(state, order, entry.Time));
    }

    /// <summary>For acts that name no order: the one that approved exactly these words.</summary>
    public static Step ActByPayload(OrderState state, LogEntry entry, OrderAction action, string payload, Action effect)
    {
        Step? refused = null;
        foreach (var order in state.OrdersByPayload.GetValueOrDefault(payload, []).Where(order => order.Proposal.Action == action))
        {
            Refusal[] refusals = [.. Check(state, order, entry.Time)];
            if (refusals.Length == 0)
            {
                return new Step([], () =>
                {
                    Take(state, order, entry.Time);
                    effect();
                });
            }
            refused ??= new Step(refusals, effect);
        }
        return refused ?? Step.Refuse(OrderReason.NoOrder);
    }

    /// <summary>Whether the order may be carried out now. The gate asks this before the act, the auditor after it.</summary>
    public static IEnumerable<Refusal> Check(OrderState state, Order order, DateTimeOffset now)
    {
        if (order.ActedAt is not null) { yield return new Refusal(OrderReason.AlreadyUsed); }
        if (order.Ended != OrderReason.None) { yield return new Refusal(order.Ended); }
        if (now < order.EarliestAct) { yield return new Refusal(OrderReason.TooEarly); }
        if (now >= order.Proposal.Expires) { yield return new Refusal(OrderReason.TooLate); }
        if (order.Proposal.Policy != state.Policy?.Hash || order.Proposal.Roster != state.Roster?.Hash) { yield return new Refusal(OrderReason.Lapsed); }
        if (!order.Proposal.Traits.ConcernsSomebody || order.IsNoticeDelayed) { yield break; }
        if (order.NoticeAt is not { } told) { yield return new Refusal(OrderReason.NoNotice); }
        else if (now - told < order.NoticeTime) { yield return new Refusal(OrderReason.NoticeTooLate); }
    }

    private static void Take(OrderState state, Order order, DateTimeOffset now)
    {
        order.ActedAt = now;
        if (order.Proposal.Traits.IsSanction && order.Proposal.Target is { } breakglass) { state.Orders[breakglass].IsRatified = true; }
    }
}
