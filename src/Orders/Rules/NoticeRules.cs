// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Reasons;
using Vigil.Orders.State;
using Vigil.Tlog.Entries;

namespace Vigil.Orders.Rules;

/// <summary>What the person concerned is told, and what they answer.</summary>
internal static class NoticeRules
{
    public static Step Sent(OrderState state, ulong index, LogEntry entry) =>
        Concerned(state, entry) is not { } order ? Step.Refuse(OrderReason.UnknownOrder) : new Step([], () => order.NoticeAt ??= entry.Time);

    /// <summary>Only to a date that the approvers signed.</summary>
    public static Step Delayed(OrderState state, ulong index, LogEntry entry)
    {
        if (Concerned(state, entry) is not { } order) { return Step.Refuse(OrderReason.UnknownOrder); }
        return order.Proposal.QuietUntil is { } quiet && EntryTime.ToText(quiet) == entry.Body.GetProperty("until").GetString()
            ? new Step([], () => order.IsNoticeDelayed = true)
            : Step.Refuse(OrderReason.NoticeNotDelayable);
    }

    public static Step Appealed(OrderState state, ulong index, LogEntry entry)
    {
        if (Concerned(state, entry) is not { } order) { return Step.Refuse(OrderReason.UnknownOrder); }
        if (order.Ended != OrderReason.None) { return Step.Refuse(order.Ended); }
        return order.NewestAppeal is { IsOpen: true }
            ? Step.Refuse(OrderReason.AlreadyAppealed)
            : new Step([], () => state.Appeals[entry.Id] = order.NewestAppeal = new Appeal(entry.Id, index, entry.Time, order));
    }

    private static Order? Concerned(OrderState state, LogEntry entry) =>
        state.Orders.GetValueOrDefault(entry.Body.GetProperty("order").GetString()!) is { Proposal.Traits.ConcernsSomebody: true } order ? order : null;
}
