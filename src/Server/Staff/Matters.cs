// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Vigil.Orders.Proposals;
using Vigil.Orders.State;
using Vigil.Server.Accounts;
using Vigil.Server.Meetings;
using Vigil.Server.Storage;

namespace Vigil.Server.Staff;

/// <summary>What is kept about proposals, as far as it is what was signed: everything else in those tables counts for nothing.</summary>
internal sealed class Matters(MatterStore store, MeetingStore meetings, AccountStore accounts)
{
    /// <summary>Whom a proposal concerns; null if what is kept does not open its commitment.</summary>
    public SubjectBody? SubjectOf(Proposal p) => store.FindSubject(p.Id) is { } subject && subject.Opens(p.Traits.SubjectKind, p.Subject) ? subject : null;

    public CaseBody? CaseOf(Proposal p)
    {
        if (store.FindCase(p.Id) is not { } text) { return null; }
        try { return JsonSerializer.Deserialize(text, StaffJson.Default.CaseBody) is { } facts && facts.FindFault(p) is null ? facts : null; }
        catch (JsonException) { return null; }
    }

    /// <summary>The value of a change, if it is the one that was signed.</summary>
    public string? PayloadOf(Proposal p) => store.FindPayload(p.Id) is { } payload && Payloads.Hash(payload) == p.Payload ? payload : null;

    /// <summary>A ratification is about what its break-glass was about; the log cannot show it, for commitments have salts of their own.</summary>
    public bool IsSameAsTarget(Proposal p, SubjectBody subject, OpenBook book) =>
        p.Target is not { } target || !p.Traits.IsSanction
        || (book.Orders.FindOrder(target) is { } breakglass && SubjectOf(breakglass.Proposal) is { } other && (other.Kind, other.Id) == (subject.Kind, subject.Id));

    public Meeting? MeetingOf(Order order) =>
        SubjectOf(order.Proposal) is { Kind: "meeting" } subject && MeetingId.TryParse(subject.Id, out var id) ? meetings.Find(id) : null;

    public Account? AccountOf(Order order) =>
        SubjectOf(order.Proposal) is { Kind: "account" } subject && AccountId.TryParse(subject.Id, out var id) ? accounts.Find(id!) : null;

    /// <summary>Orders about an account, the newest first.</summary>
    public IEnumerable<Order> OrdersAbout(AccountId account, OpenBook book)
    {
        var proposals = store.ProposalsAbout("account", account.Text);
        return book.Orders.Orders.Where(order => proposals.Contains(order.Proposal.Id) && SubjectOf(order.Proposal) is not null).OrderByDescending(order => order.Index);
    }

    public void Keep(Proposal p, ProposalRequest request) => store.Keep(
        p.Id, request.Subject, request.Case is { } facts ? JsonSerializer.Serialize(facts, StaffJson.Default.CaseBody) : null, request.Payload);

    /// <summary>Of a proposal that the rules refused.</summary>
    public void Forget(Proposal p) => store.Forget(p.Id);
}
