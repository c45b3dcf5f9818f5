// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Approvals;
using Vigil.Orders.Proposals;
using Vigil.Orders.Reasons;
using Vigil.Orders.State;
using Vigil.Tlog.Entries;

namespace Vigil.Orders.Rules;

/// <summary><c>action.proposed</c>: signed by whoever proposes, and within the rules already.</summary>
internal static class ProposingRules
{
    /// <summary>Between the browser that made it and the log that keeps it.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(10);

    public static Step Judge(OrderState state, ulong index, LogEntry entry)
    {
        var bytes = entry.Body.GetProperty("proposal").GetBytesFromBase64();
        if (!Proposal.TryParse(bytes, out var proposal, out var refusal)) { return Step.Refuse(refusal!); }
        if (!state.HasStaff) { return Step.Refuse(OrderReason.NoRoster); }
        var p = proposal!;
        if (p.Traits.IsUndoing) { return Step.Refuse(OrderReason.WrongEntryType); }

        var refusals = new List<Refusal>();
        if (p.Id != entry.Id) { refusals.Add(new Refusal(OrderReason.ProposalMismatch, "id")); }
        if ((entry.Time - p.Time).Duration() > Skew) { refusals.Add(new Refusal(OrderReason.Premature)); }
        refusals.AddRange(CheckSignature(state, entry, p, bytes));
        refusals.AddRange(ContentRules.Check(state, p, entry.Time));
        return new Step(refusals, () => state.Proposals[p.Id] = new ProposedOrder(p, bytes, index));
    }

    private static IEnumerable<Refusal> CheckSignature(OrderState state, LogEntry entry, Proposal p, byte[] bytes)
    {
        var by = Assertion.Read(entry.Body.GetProperty("by"));
        var problem = AssertionCheck.Verify(by, state.Roster!, state.Site!, SigningPurpose.Propose.Challenge(bytes), out var member);
        if (problem != OrderReason.None) { yield return new Refusal(problem, p.Proposer); }
        else if (member!.Id != p.Proposer) { yield return new Refusal(OrderReason.NotSigned, p.Proposer); }
    }
}
