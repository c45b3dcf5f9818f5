// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Vigil.Orders.Actions;
using Vigil.Orders.Reasons;
using Vigil.Orders.Staff;
using Vigil.Orders.State;
using Vigil.Tlog.Entries;

namespace Vigil.Orders.Rules;

/// <summary>Changes of what the rules rest on: roster, policy, witnesses, keys, and the statement that is promised every month.</summary>
internal static class ChangeRules
{
    public static Step Roster(OrderState state, ulong index, LogEntry entry)
    {
        var value = entry.Body.GetProperty("roster");
        if (!RosterParser.TryParse(value, out var members, out var refusal)) { return Step.Refuse(refusal!); }
        var step = ActRules.Act(state, entry, order =>
        [
            .. CheckPayload(order, GenesisRules.HashOfValue(value)),
            .. IsWideEnough(members, state.Policy!) ? [] : new[] { new Refusal(OrderReason.RosterTooNarrow) },
            .. members.Where(m => !IsDated(m, state.Roster!.Find(m.Id), order.Proposal.Time, entry.Time)).Select(m => new Refusal(OrderReason.Backdated, m.Id)),
        ]);
        return step with
        {
            Effect = () =>
            {
                step.Effect();
                var next = members.Select(m => m with { CountsFrom = CountsFrom(m, state, entry.Time) });
                state.Roster = new Roster([.. next], OrderState.HashOf(entry.Bytes.Span), index);
            },
        };
    }

    public static Step Policy(OrderState state, ulong index, LogEntry entry)
    {
        var value = entry.Body.GetProperty("policy");
        if (!PolicyParser.TryParse(value, out var policy, out var refusal)) { return Step.Refuse(refusal!); }
        var step = ActRules.Act(state, entry, order =>
        [
            .. CheckPayload(order, GenesisRules.HashOfValue(value)),
            .. IsWideEnough(state.Roster!.Members, policy!) ? [] : new[] { new Refusal(OrderReason.RosterTooNarrow) },
        ]);
        return step with
        {
            Effect = () =>
            {
                step.Effect();
                state.Policy = policy! with { Hash = OrderState.HashOf(entry.Bytes.Span), Index = index };
            },
        };
    }

    /// <summary>The first one says what was so from the beginning; the server says the same again when it is not sure that it did.</summary>
    public static Step Witnesses(OrderState state, ulong index, LogEntry entry)
    {
        var policy = entry.Body.GetProperty("policy").GetString()!;
        var effect = () => { state.WitnessPolicy = policy; };
        return !state.HasStaff || state.WitnessPolicy is null || state.WitnessPolicy == policy
            ? new Step([], effect)
            : ActRules.ActByPayload(state, entry, OrderAction.WitnessChange, HashOfText(policy), effect);
    }

    /// <summary>A key that is retired or compromised is said at once, and the key of stamps gives nobody power over anybody.</summary>
    public static Step Key(OrderState state, ulong index, LogEntry entry)
    {
        var purpose = entry.Body.GetProperty("purpose").GetString()!;
        var key = $"{purpose}\n{entry.Body.GetProperty("key").GetString()}";
        var isActive = entry.Body.GetProperty("state").GetString() == "active";
        void Effect()
        {
            state.KeyPurposes.Add(purpose);
            if (isActive) { state.ActiveKeys.Add(key); }
            else { state.ActiveKeys.Remove(key); }
        }
        return !state.HasStaff || !isActive || purpose == "hub" || !state.KeyPurposes.Contains(purpose) || state.ActiveKeys.Contains(key)
            ? new Step([], Effect)
            : ActRules.ActByPayload(state, entry, OrderAction.KeyChange, HashOfText(key), Effect);
    }

    public static Step Statement(OrderState state, ulong index, LogEntry entry)
    {
        if (!entry.Body.TryGetProperty("next_due", out var next)) { return Step.Nothing; }
        _ = EntryTime.TryParse(next.GetString()!, out var due);
        var effect = () => { state.NextStatement = (due, index); };
        return state.HasStaff
            ? ActRules.ActByPayload(state, entry, OrderAction.StatementPublish, HashOfText($"{entry.Body.GetProperty("text").GetString()}\n{next.GetString()}"), effect)
            : new Step([], effect);
    }

    /// <summary>Whether the people are as many and as different as the policy asks.</summary>
    public static bool IsWideEnough(IReadOnlyList<Member> members, Policy policy) =>
        members.Count >= policy.LeastMembers
        && members.Count(m => m.Roles.Contains(Member.Trustee)) >= policy.LeastTrustees
        && policy.SpanJurisdictions(members, policy.LeastJurisdictions);

    private static IEnumerable<Refusal> CheckPayload(Order order, string hash) =>
        order.Proposal.Payload == hash ? [] : [new Refusal(OrderReason.PayloadMismatch)];

    /// <summary>Whoever is new or changed begins with this change; whoever is not keeps the beginning that was.</summary>
    private static bool IsDated(Member member, Member? before, DateTimeOffset proposed, DateTimeOffset now) =>
        before is not null && before.IsSameAs(member) ? member.Since == before.Since : member.Since >= proposed && member.Since <= now;

    private static DateTimeOffset CountsFrom(Member member, OrderState state, DateTimeOffset now) =>
        state.Roster!.Find(member.Id) is { } before && before.IsSameAs(member) ? before.CountsFrom : now + state.Policy!.CoolDown;

    private static string HashOfText(string text) => OrderState.HashOf(Encoding.UTF8.GetBytes(text));
}
