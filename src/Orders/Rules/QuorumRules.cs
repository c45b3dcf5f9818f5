// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Actions;
using Vigil.Orders.Approvals;
using Vigil.Orders.Proposals;
using Vigil.Orders.Reasons;
using Vigil.Orders.Staff;
using Vigil.Orders.State;

namespace Vigil.Orders.Rules;

/// <summary>Who counts, and whether those who count are enough (docs/protocol/orders.md section 7).</summary>
internal static class QuorumRules
{
    /// <remarks>
    /// (1) each approval: whose it is, and whether that person may decide this   <see cref="CheckPerson"/>
    /// (2) all who count, together                                              <see cref="CheckAll"/>
    /// </remarks>
    public static Verdict Judge(OrderState state, Proposal proposal, ReadOnlySpan<byte> bytes, IReadOnlyList<Assertion> approvals, DateTimeOffset now)
    {
        var refusals = new List<Refusal>();
        var counted = new List<Member>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var challenge = SigningPurpose.Approve.Challenge(bytes);
        // (1)
        for (var i = 0; i < approvals.Count; i++)
        {
            var problem = AssertionCheck.Verify(approvals[i], state.Roster!, state.Site!, challenge, out var member);
            if (problem != OrderReason.None)
            {
                refusals.Add(new Refusal(problem, member?.Id ?? $"approval {i + 1}"));
                continue;
            }
            if (!seen.Add(member!.Id))
            {
                refusals.Add(new Refusal(OrderReason.SamePerson, member.Id));
                continue;
            }
            var reasons = CheckPerson(state, proposal, member, now).ToArray();
            if (reasons.Length == 0) { counted.Add(member); }
            refusals.AddRange(reasons.Select(reason => new Refusal(reason, member.Id)));
        }
        // (2)
        var policy = state.Policy![proposal.Action];
        var needed = policy.ApprovalsFor(EffectOf(proposal, now));
        refusals.AddRange(CheckAll(state, policy, needed, counted));
        return new Verdict(refusals, [.. counted.Select(m => m.Id)], needed);
    }

    /// <summary>How long the effect lasts at most; zero for what has no end of its own.</summary>
    public static TimeSpan EffectOf(Proposal p, DateTimeOffset now) =>
        p.Until is { } until ? until - (now > p.NotBefore ? now : p.NotBefore) : TimeSpan.Zero;

    private static IEnumerable<OrderReason> CheckPerson(OrderState state, Proposal p, Member member, DateTimeOffset now)
    {
        var order = state.OrderInQuestion(p);
        if (p.Traits.IsAppeal && order is not null && order.HadPart(member.Id)) { yield return OrderReason.OnOrder; }
        // Harm is slow, undoing is fast: the rest is for those who do harm.
        if (p.Traits.IsUndoing) { yield break; }
        if (member.Id == p.Proposer) { yield return OrderReason.IsProposer; }
        if (member.Id == p.Reporter) { yield return OrderReason.IsReporter; }
        if (member.Id == p.Reviewer) { yield return OrderReason.IsReviewer; }
        if (p.Action == OrderAction.DataRead && member.Id == p.Recipient) { yield return OrderReason.IsRecipient; }
        if (state.Policy!.IsExposed(member, p.Requester.Country) || state.Policy.IsExposed(member, order?.Proposal.Requester.Country))
        {
            yield return OrderReason.Exposed;
        }
        if (now < member.CountsFrom) { yield return OrderReason.CoolingDown; }
        if (state.ApprovalsOfLastDay(member.Id, now) >= state.Policy.PerDay) { yield return OrderReason.DailyLimit; }
    }

    private static IEnumerable<Refusal> CheckAll(OrderState state, ActionPolicy policy, int needed, List<Member> counted)
    {
        if (state.Roster!.Members.Count < policy.Of) { yield return new Refusal(OrderReason.RosterTooSmall); }
        if (counted.Count < needed) { yield return new Refusal(OrderReason.TooFewApprovals, $"{counted.Count} of {needed}"); }
        // One is no condition: whoever undoes something need not be two.
        if (policy.Jurisdictions > 1 && !state.Policy!.SpanJurisdictions(counted, policy.Jurisdictions)) { yield return new Refusal(OrderReason.TooFewJurisdictions); }
        if (policy.Lines > 1 && counted.Select(m => m.Line).Distinct().Count() < policy.Lines) { yield return new Refusal(OrderReason.OneReportingLine); }
        foreach (var role in policy.Roles.Where(role => !counted.Any(m => m.Roles.Contains(role))))
        {
            yield return new Refusal(OrderReason.RoleMissing, role);
        }
    }
}
