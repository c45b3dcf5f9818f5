// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Vigil.Orders.Approvals;
using Vigil.Orders.Proposals;
using Vigil.Orders.Reasons;
using Vigil.Tlog.Audit;
using Vigil.Tlog.Entries;

namespace Vigil.Orders.Auditing;

/// <summary>One thing that a member of the staff did or tried.</summary>
/// <param name="Index">Where the log says so.</param>
/// <param name="Time">When.</param>
/// <param name="Deed"><c>proposed</c>, <c>approved</c>, <c>vetoed</c>, <c>recorded</c>, <c>received data</c>, <c>named as reviewer</c>, <c>named as reporter</c>, <c>tried</c> or <c>approved in vain</c>.</param>
/// <param name="Action">What it was about, as in a policy; null where the entry does not say it.</param>
/// <param name="Subject">The commitment to whom it concerns. Only who has its salt can tell: the person concerned, from the notice.</param>
/// <param name="Others">Who else signed.</param>
/// <param name="Reasons">Why it came to nothing.</param>
public sealed record StaffAct(ulong Index, DateTimeOffset Time, string Deed, string? Action, string? Subject, IReadOnlyList<string> Others, IReadOnlyList<string> Reasons);

/// <summary>All that one member of the staff did, by the log alone. Comes after <see cref="OrdersRule"/>, of which it learns who was who at each entry. Finds nothing wrong.</summary>
/// <remarks>A signature counts only if it holds: an attempt can carry a colleague's name.</remarks>
public sealed class StaffActs(string member, OrdersRule orders) : IEntryRule
{
    private readonly List<StaffAct> _acts = [];

    public string Member => member;

    /// <summary>Whether any roster named this member.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>As they stand in the log.</summary>
    public IReadOnlyList<StaffAct> Acts => _acts;

    public void OnEntry(ulong index, LogEntry entry, AuditFindings findings)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (orders.Log.Roster?.Find(member) is not null) { IsKnown = true; }
        // What breaks the rules did nothing, and may name anybody. It is a finding of its own.
        if (!orders.IsWithinRules) { return; }
        switch (entry.Type)
        {
            case EntryTypes.ActionProposed: NoteProposal(index, entry); break;
            case EntryTypes.ActionAuthorised or EntryTypes.Breakglass or EntryTypes.ActionReversed or EntryTypes.AppealDecided: NoteSigned(index, entry, "approved", ProposalOf(entry)); break;
            case EntryTypes.ActionVetoed: NoteSigned(index, entry, "vetoed", OrderOf(entry)); break;
            case EntryTypes.ActionExecuted when OrderOf(entry) is { Recipient: { } recipient } read && recipient == member: Add(index, entry, "received data", read, []); break;
            case EntryTypes.RequestReceived when entry.Body.TryGetProperty("by", out var by) && NameOf(by) == member: Add(index, entry, "recorded", null, []); break;
            case EntryTypes.ActionRefused: NoteAttempt(index, entry); break;
        }
    }

    public void OnEnd(ulong size, DateTimeOffset now, AuditFindings findings)
    {
        // Nothing to find.
    }

    private void NoteProposal(ulong index, LogEntry entry)
    {
        if (ProposalOf(entry) is not { } proposal) { return; }
        if (proposal.Proposer == member) { Add(index, entry, "proposed", proposal, []); }
        if (proposal.Reviewer == member) { Add(index, entry, "named as reviewer", proposal, []); }
        if (proposal.Reporter == member) { Add(index, entry, "named as reporter", proposal, []); }
    }

    private void NoteSigned(ulong index, LogEntry entry, string deed, Proposal? proposal)
    {
        string[] signers = [.. entry.Body.GetProperty("approvals").EnumerateArray().Select(NameOf).OfType<string>()];
        if (signers.Contains(member)) { Add(index, entry, deed, proposal, signers); }
    }

    /// <summary>What was refused need not be signed, or by whom it says: then it is an attempt at the desk that the server names.</summary>
    private void NoteAttempt(ulong index, LogEntry entry)
    {
        var proposal = ProposalOf(entry) ?? OrderOf(entry);
        string[] reasons = [.. entry.Body.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString()!)];
        var signers = SignersOf(entry);
        if (signers.Contains(member)) { Add(index, entry, "approved in vain", proposal, signers, reasons); }
        else if (entry.Body.TryGetProperty("desk", out var desk) && desk.GetString() == member) { Add(index, entry, "tried", proposal, [], reasons); }
    }

    private string[] SignersOf(LogEntry entry)
    {
        if (!entry.Body.TryGetProperty("approvals", out var approvals) || !entry.Body.TryGetProperty("proposal", out var proposal)) { return []; }
        if (orders.Log is not { Roster: { } roster, Site: { } site }) { return []; }
        var challenge = SigningPurpose.Approve.Challenge(proposal.GetBytesFromBase64());
        return [.. Assertion.ReadAll(approvals).Select(by => AssertionCheck.Verify(by, roster, site, challenge, out var who) == OrderReason.None ? who!.Id : null).OfType<string>()];
    }

    private void Add(ulong index, LogEntry entry, string deed, Proposal? proposal, IEnumerable<string> signers, IReadOnlyList<string>? reasons = null) =>
        _acts.Add(new StaffAct(index, entry.Time, deed, proposal?.Traits.Name, proposal?.Subject, [.. signers.Where(name => name != member)], reasons ?? []));

    private static Proposal? ProposalOf(LogEntry entry) =>
        entry.Body.TryGetProperty("proposal", out var bytes) && Proposal.TryParse(bytes.GetBytesFromBase64(), out var proposal, out _) ? proposal : null;

    private Proposal? OrderOf(LogEntry entry) => entry.Body.TryGetProperty("order", out var id) ? orders.Log.FindOrder(id.GetString()!)?.Proposal : null;

    private string? NameOf(JsonElement assertion) =>
        orders.Log.Roster?.TryFindCredential(assertion.GetProperty("cred").GetString()!, out var who, out _) == true ? who!.Id : null;
}
