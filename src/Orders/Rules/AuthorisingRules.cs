// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Vigil.Orders.Actions;
using Vigil.Orders.Approvals;
using Vigil.Orders.Proposals;
using Vigil.Orders.Reasons;
using Vigil.Orders.State;
using Vigil.Tlog.Entries;

namespace Vigil.Orders.Rules;

/// <summary>The four types of entry by which a proposal becomes an order, or undoes one.</summary>
internal static class AuthorisingRules
{
    public static Step Judge(OrderState state, ulong index, LogEntry entry)
    {
        var bytes = entry.Body.GetProperty("proposal").GetBytesFromBase64();
        if (!Proposal.TryParse(bytes, out var p, out var refusal)) { return Step.Refuse(refusal!); }
        if (!state.HasStaff) { return Step.Refuse(OrderReason.NoRoster); }
        if (p!.Traits.AuthorisedBy != entry.Type) { return Step.Refuse(OrderReason.WrongEntryType, p.Traits.Name); }

        var approvals = Assertion.ReadAll(entry.Body.GetProperty("approvals"));
        var refusals = new List<Refusal>();
        if (FindDifference(entry, p) is { } member) { refusals.Add(new Refusal(OrderReason.ProposalMismatch, member)); }
        var verdict = Judge(state, p, bytes, approvals, entry.Time);
        refusals.AddRange(verdict.Refusals);
        return new Step(refusals, () => Take(state, new Order(entry.Id, index, entry.Time, p, bytes, verdict.Counted, state.Policy![p.Action])));
    }

    /// <summary>All but the entry's own form: what the desk shows while approvals come in, too.</summary>
    public static Verdict Judge(OrderState state, Proposal p, ReadOnlySpan<byte> bytes, IReadOnlyList<Assertion> approvals, DateTimeOffset now)
    {
        List<Refusal> refusals = [.. p.Traits.IsUndoing ? ContentRules.Check(state, p, now) : CheckAgain(state, p, bytes, now)];
        if (p.Traits.IsUndoing && (state.UndoingIds.Contains(p.Id) || state.Proposals.ContainsKey(p.Id)))
        {
            refusals.Add(new Refusal(OrderReason.AlreadyAuthorised));
        }
        if (now < p.Time - ProposingRules.Skew) { refusals.Add(new Refusal(OrderReason.Premature)); }
        if (now >= p.Expires) { refusals.Add(new Refusal(OrderReason.TooLate)); }
        var verdict = QuorumRules.Judge(state, p, bytes, approvals, now);
        // Nobody is named as the author of what somebody else signed; other proposers have signed before.
        if (p.Traits.IsUndoing && !verdict.Counted.Contains(p.Proposer)) { refusals.Add(new Refusal(OrderReason.NotSigned, p.Proposer)); }
        return verdict with { Refusals = [.. refusals, .. verdict.Refusals] };
    }

    /// <summary>What was judged when it was proposed still holds, except where time or other entries have gone on.</summary>
    private static IEnumerable<Refusal> CheckAgain(OrderState state, Proposal p, ReadOnlySpan<byte> bytes, DateTimeOffset now)
    {
        if (!state.Proposals.TryGetValue(p.Id, out var proposed) || !proposed.Bytes.Span.SequenceEqual(bytes))
        {
            return [new Refusal(OrderReason.UnknownProposal)];
        }
        return
        [
            .. proposed.IsUsed ? new[] { new Refusal(OrderReason.AlreadyAuthorised) } : [],
            .. ContentRules.CheckStanding(state, p),
            .. ContentRules.CheckTerm(state, p, now),
            .. ContentRules.CheckTarget(state, p, now),
        ];
    }

    private static void Take(OrderState state, Order order)
    {
        var p = order.Proposal;
        if (p.Traits.IsUndoing) { state.UndoingIds.Add(p.Id); }
        else
        {
            state.Proposals[p.Id].IsUsed = true;
            foreach (var approver in order.Approvers) { state.NoteApproval(approver, order.Time); }
        }
        switch (p.Action)
        {
            case OrderAction.OrderReverse: state.Orders[p.Target!].Ended = OrderReason.Reversed; break;
            case OrderAction.AppealOverturn: Decide(state.Appeals[p.Target!]).Order.Ended = OrderReason.Reversed; break;
            case OrderAction.AppealUphold: Decide(state.Appeals[p.Target!]); break;
            default: Add(state, order); break;
        }
    }

    private static void Add(OrderState state, Order order)
    {
        state.Orders[order.Id] = order;
        if (order.Proposal.Payload is not { } payload) { return; }
        if (!state.OrdersByPayload.TryGetValue(payload, out var orders)) { state.OrdersByPayload[payload] = orders = []; }
        orders.Add(order);
    }

    private static Appeal Decide(Appeal appeal)
    {
        appeal.IsDecided = true;
        return appeal;
    }

    /// <summary>The members beside the proposal are for readers: they must not say anything else.</summary>
    private static string? FindDifference(LogEntry entry, Proposal p)
    {
        var body = entry.Body;
        if (!Says("action", p.Traits.Name)) { return "action"; }
        if (!Says("ground", p.Ground)) { return "ground"; }
        if (!Says("target", p.Target)) { return "target"; }
        if (!Says("policy", p.Policy)) { return "policy"; }
        if (!Says("roster", p.Roster)) { return "roster"; }
        if (!Says("not_before", EntryTime.ToText(p.NotBefore))) { return "not_before"; }
        if (!Says("expires", EntryTime.ToText(p.Expires))) { return "expires"; }
        if (!IsSubject(body, p)) { return "subject"; }
        if (!(body.TryGetProperty("evidence", out var evidence) ? evidence.EnumerateArray().Select(e => e.GetString()!) : []).SequenceEqual(p.Evidence)) { return "evidence"; }
        return IsRequester(body.GetProperty("requester"), p.Requester) ? null : "requester";

        bool Says(string name, string? text) => TextOf(body, name) == text;
    }

    private static bool IsSubject(JsonElement body, Proposal p) => body.TryGetProperty("subject", out var subject)
        ? TextOf(subject, "kind") == p.Traits.SubjectKind && TextOf(subject, "c") == p.Subject
        : p.Subject is null;

    private static bool IsRequester(JsonElement value, Requester requester) =>
        TextOf(value, "kind") == requester.Kind && TextOf(value, "iso") == requester.Country && TextOf(value, "request") == requester.Request
        && value.GetPropertyCount() == (requester.IsRegistered ? 3 : 1);

    private static string? TextOf(JsonElement value, string name) =>
        value.TryGetProperty(name, out var member) ? MemberValues.TryText(member, out var text) ? text : "" : null;
}
