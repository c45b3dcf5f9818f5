// SPDX-License-Identifier: Apache-2.0
using System.Collections.Frozen;
using Vigil.Orders.Approvals;
using Vigil.Orders.Proposals;
using Vigil.Orders.Reasons;
using Vigil.Orders.Rules;
using Vigil.Orders.Staff;
using Vigil.Orders.State;
using Vigil.Tlog.Entries;

namespace Vigil.Orders;

/// <summary>
/// What a log's entries come to for its staff: who they are, what was proposed, approved and done, and everything that is against the
/// rules. The gate asks <see cref="Check"/> before it appends, the auditor learns the same from <see cref="Apply"/>. Not thread-safe.
/// </summary>
/// <remarks>An entry that breaks a rule changes nothing: an order that was refused is no order.</remarks>
public sealed class OrderLog(string origin)
{
    private static readonly FrozenDictionary<string, Func<OrderState, ulong, LogEntry, Step>> Rules =
        new Dictionary<string, Func<OrderState, ulong, LogEntry, Step>>(StringComparer.Ordinal)
        {
            [EntryTypes.Genesis] = GenesisRules.Judge,
            [EntryTypes.ActionProposed] = ProposingRules.Judge,
            [EntryTypes.ActionAuthorised] = AuthorisingRules.Judge,
            [EntryTypes.Breakglass] = AuthorisingRules.Judge,
            [EntryTypes.ActionReversed] = AuthorisingRules.Judge,
            [EntryTypes.AppealDecided] = AuthorisingRules.Judge,
            [EntryTypes.ActionRefused] = EndingRules.Refused,
            [EntryTypes.ActionExecuted] = ActRules.Executed,
            [EntryTypes.ActionVetoed] = EndingRules.Vetoed,
            [EntryTypes.ActionExpired] = EndingRules.Expired,
            [EntryTypes.RosterChange] = ChangeRules.Roster,
            [EntryTypes.PolicyChange] = ChangeRules.Policy,
            [EntryTypes.WitnessChange] = ChangeRules.Witnesses,
            [EntryTypes.ServerKey] = ChangeRules.Key,
            [EntryTypes.Statement] = ChangeRules.Statement,
            [EntryTypes.DataDisclosed] = ActRules.Disclosed,
            [EntryTypes.DataNone] = ActRules.NothingHeld,
            [EntryTypes.NoticeSent] = NoticeRules.Sent,
            [EntryTypes.NoticeDelayed] = NoticeRules.Delayed,
            [EntryTypes.AppealFiled] = NoticeRules.Appealed,
            [EntryTypes.RequestReceived] = RequestRules.Received,
            [EntryTypes.RequestOpened] = RequestRules.Opened,
        }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly OrderState _state = new(origin);

    public string Origin => origin;

    /// <summary>Whether entries of this type can mean anything here; whoever reads a long log need not parse the others.</summary>
    public static bool Judges(string type) => Rules.ContainsKey(type);

    /// <summary>Null: no staff, so no order is possible.</summary>
    public Roster? Roster => _state.Roster;
    public Policy? Policy => _state.Policy;
    public RelyingParty? Site => _state.Site;

    public IReadOnlyCollection<ProposedOrder> Proposals => _state.Proposals.Values;
    public IReadOnlyCollection<Order> Orders => _state.Orders.Values;
    public IReadOnlyCollection<Appeal> Appeals => _state.Appeals.Values;
    public IReadOnlyCollection<Request> Requests => _state.Requests.Values;

    public ProposedOrder? FindProposal(string id) => _state.Proposals.GetValueOrDefault(id);
    public Order? FindOrder(string id) => _state.Orders.GetValueOrDefault(id);
    public Appeal? FindAppeal(string id) => _state.Appeals.GetValueOrDefault(id);
    public Request? FindRequest(string id) => _state.Requests.GetValueOrDefault(id);

    /// <summary>What would be wrong if this entry came next. Nothing changes.</summary>
    public IReadOnlyList<Refusal> Check(ulong index, LogEntry entry) => Judge(index, entry).Refusals;

    /// <summary>Takes the next entry; what is wrong with it. Every entry of the log comes here once, in order, from the genesis on.</summary>
    public IReadOnlyList<Refusal> Apply(ulong index, LogEntry entry)
    {
        var step = Judge(index, entry);
        if (step.Refusals.Count == 0) { step.Effect(); }
        return step.Refusals;
    }

    /// <summary>What the approvals so far amount to; for the desk, before any entry is made.</summary>
    public Verdict JudgeApprovals(ReadOnlySpan<byte> proposal, IReadOnlyList<Assertion> approvals, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(approvals);
        if (!Proposal.TryParse(proposal, out var parsed, out var refusal)) { return new Verdict([refusal!], [], 0); }
        return _state.HasStaff
            ? AuthorisingRules.Judge(_state, parsed!, proposal, approvals, now)
            : new Verdict([new Refusal(OrderReason.NoRoster)], [], 0);
    }

    /// <summary>Whether an order may be carried out now. The gate's last question; it has nothing to do with who asks.</summary>
    public IReadOnlyList<Refusal> CheckAct(string orderId, DateTimeOffset now) =>
        FindOrder(orderId) is { } order ? [.. ActRules.Check(_state, order, now)] : [new Refusal(OrderReason.UnknownOrder)];

    /// <summary>What should have followed by now and did not.</summary>
    public IReadOnlyList<Overdue> FindOverdue(DateTimeOffset now) => [.. OverdueRules.Find(_state, now)];

    private Step Judge(ulong index, LogEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Rules.TryGetValue(entry.Type, out var rule) ? rule(_state, index, entry) : Step.Nothing;
    }
}
