// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Actions;
using Vigil.Orders.Proposals;
using Vigil.Orders.Reasons;
using Vigil.Orders.State;

namespace Vigil.Orders.Rules;

/// <summary>Whether what is proposed may be proposed at all, whoever approves it (docs/protocol/orders.md section 8).</summary>
internal static class ContentRules
{
    public static IEnumerable<Refusal> Check(OrderState state, Proposal p, DateTimeOffset now) =>
    [
        .. CheckStanding(state, p),
        .. CheckGround(p),
        .. CheckRequester(state, p),
        .. CheckPeople(state, p),
        .. CheckTimes(state, p),
        .. CheckTerm(state, p, now),
        .. CheckTarget(state, p, now),
    ];

    /// <summary>The proposal is for this log, under the policy and roster in force.</summary>
    public static IEnumerable<Refusal> CheckStanding(OrderState state, Proposal p)
    {
        if (p.Origin != state.Origin) { yield return new Refusal(OrderReason.WrongLog); }
        if (p.Policy != state.Policy!.Hash) { yield return new Refusal(OrderReason.StalePolicy); }
        if (p.Roster != state.Roster!.Hash) { yield return new Refusal(OrderReason.StaleRoster); }
    }

    /// <summary>Judged again when it is authorised: what is left of the term then is what counts.</summary>
    public static IEnumerable<Refusal> CheckTerm(OrderState state, Proposal p, DateTimeOffset now)
    {
        if (p.Until is not { } until) { yield break; }
        if (until <= p.NotBefore) { yield return new Refusal(OrderReason.BadWindow, "until"); }
        var effect = p.Traits.IsBreakglass ? until - now : QuorumRules.EffectOf(p, now);
        if (effect > state.Policy![p.Action].Longest) { yield return new Refusal(OrderReason.TermTooLong); }
    }

    /// <summary>Judged again when it is authorised: what it refers to may be over by then.</summary>
    public static IEnumerable<Refusal> CheckTarget(OrderState state, Proposal p, DateTimeOffset now)
    {
        if (p.Target is null) { yield break; }
        var isThere = p.Traits.IsAppeal ? state.Appeals.TryGetValue(p.Target, out var appeal) && appeal.IsOpen
            : state.Orders.TryGetValue(p.Target, out var order) && order.Stands && FitsTarget(p, order);
        if (!isThere) { yield return new Refusal(OrderReason.UnknownTarget); }
        // After that the order is no longer in force: it is to be restored, not judged.
        else if (p.Action == OrderAction.AppealUphold && now >= state.Appeals[p.Target].Time + state.Policy!.Silence)
        {
            yield return new Refusal(OrderReason.TooLate);
        }
    }

    private static bool FitsTarget(Proposal p, Order order) => p.Action == OrderAction.OrderReverse
        ? order.Proposal.Traits.ConcernsSomebody
        : order.Proposal.Traits.IsBreakglass && order.Proposal.Traits.SubjectKind == p.Traits.SubjectKind;

    private static IEnumerable<Refusal> CheckGround(Proposal p)
    {
        var ground = Ground.Find(p.Ground)!;
        if (!ground.IsFor(p.Traits) || !ground.Requesters.Contains(p.Requester.Kind)) { yield return new Refusal(OrderReason.GroundNotForAction); }
        var hasSigned = p.Evidence.Any(e => e.StartsWith("E1:", StringComparison.Ordinal));
        var isWeak = p.Traits.IsSanction ? ground.NeedsSigned && !hasSigned : ground.NeedsEvidence && p.Evidence.Count == 0;
        if (isWeak) { yield return new Refusal(OrderReason.EvidenceTooWeak); }
    }

    private static IEnumerable<Refusal> CheckRequester(OrderState state, Proposal p)
    {
        if (!p.Requester.IsRegistered) { yield break; }
        if (!state.Requests.TryGetValue(p.Requester.Request!, out var request))
        {
            yield return new Refusal(OrderReason.UnknownRequest);
            yield break;
        }
        if (request.Details is { } known && !known.IsFrom(p.Requester))
        {
            yield return new Refusal(OrderReason.RequesterMismatch);
        }
        if (!Ground.Find(p.Ground)!.IsCourtOrder) { yield break; }
        if (request.Details is { IsCourtOrder: false }) { yield return new Refusal(OrderReason.NotACourtOrder); }
        if (p.Traits.IsData) { yield break; }
        if (request.Details is null) { yield return new Refusal(OrderReason.RequestSealed); }
        if (!state.Policy!.Operator.Contains(p.Requester.Country!)) { yield return new Refusal(OrderReason.ForeignCourt); }
    }

    private static IEnumerable<Refusal> CheckPeople(OrderState state, Proposal p)
    {
        var reader = p.Action == OrderAction.DataRead ? p.Recipient : null;
        foreach (var name in new[] { p.Proposer, p.Reporter, p.Reviewer, reader }.OfType<string>().Distinct())
        {
            if (state.Roster!.Find(name) is null) { yield return new Refusal(OrderReason.UnknownMember, name); }
        }
        if (p.Reporter is not null && p.Reporter == p.Reviewer) { yield return new Refusal(OrderReason.SameHands, p.Reporter); }
        if (reader is null) { yield break; }
        if (reader == p.Proposer) { yield return new Refusal(OrderReason.SameHands, reader); }
        if (state.Roster!.Find(reader) is { } member && state.Policy!.IsExposed(member, p.Requester.Country))
        {
            yield return new Refusal(OrderReason.RecipientExposed, reader);
        }
    }

    private static IEnumerable<Refusal> CheckTimes(OrderState state, Proposal p)
    {
        if (p.NotBefore < p.Time || p.Expires <= p.NotBefore) { yield return new Refusal(OrderReason.BadWindow, "expires"); }
        if (p.Expires - p.Time > state.Policy![p.Action].Window) { yield return new Refusal(OrderReason.WindowTooLong); }
        if (p.QuietUntil is { } quiet && quiet - p.Time > state.Policy.QuietLongest) { yield return new Refusal(OrderReason.QuietTooLong); }
    }
}
