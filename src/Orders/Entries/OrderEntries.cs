// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Vigil.Orders.Approvals;
using Vigil.Orders.Proposals;
using Vigil.Orders.Reasons;
using Vigil.Tlog.Entries;

namespace Vigil.Orders.Entries;

/// <summary>Writes the entries about orders (docs/protocol/orders.md section 8). Whether they may be appended, only <see cref="OrderLog.Check"/> says.</summary>
public static class OrderEntries
{
    /// <summary><c>action.proposed</c>: its id is the proposal's.</summary>
    public static LogEntry Proposed(Proposal proposal, ReadOnlyMemory<byte> bytes, Assertion by, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        ArgumentNullException.ThrowIfNull(by);
        return LogEntry.Create(EntryTypes.ActionProposed, proposal.Id, now, json =>
        {
            json.WriteBase64String("proposal", bytes.Span);
            json.WritePropertyName("by");
            by.Write(json);
        });
    }

    /// <summary>The entry that authorises this action: <c>action.authorised</c>, <c>breakglass</c>, <c>action.reversed</c> or <c>appeal.decided</c>.</summary>
    public static LogEntry Authorising(string id, DateTimeOffset now, Proposal proposal, ReadOnlyMemory<byte> bytes, IReadOnlyList<Assertion> approvals)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        return LogEntry.Create(proposal.Traits.AuthorisedBy, id, now, json =>
        {
            json.WriteString("action", proposal.Traits.Name);
            ProposalWriter.WriteSubject(json, proposal);
            json.WriteString("ground", proposal.Ground);
            ProposalWriter.WriteTexts(json, "evidence", proposal.Evidence);
            ProposalWriter.WriteRequester(json, proposal.Requester);
            ProposalWriter.WriteIfThere(json, "target", proposal.Target);
            json.WriteBase64String("proposal", bytes.Span);
            WriteAssertions(json, approvals);
            json.WriteString("policy", proposal.Policy);
            json.WriteString("roster", proposal.Roster);
            json.WriteString("not_before", EntryTime.ToText(proposal.NotBefore));
            json.WriteString("expires", EntryTime.ToText(proposal.Expires));
        });
    }

    /// <summary><c>action.refused</c>: what was tried, at whose desk, and every reason against it. The desk is the server's word: what was refused need not be signed.</summary>
    public static LogEntry Refused(
        string id, DateTimeOffset now, string stage, IReadOnlyList<Refusal> refusals,
        ReadOnlyMemory<byte> proposal = default, IReadOnlyList<Assertion>? approvals = null, string? order = null, string? desk = null) =>
        LogEntry.Create(EntryTypes.ActionRefused, id, now, json =>
        {
            json.WriteString("stage", stage);
            ProposalWriter.WriteTexts(json, "reasons", [.. refusals.Select(r => ReasonNames.Of(r.Reason)).Distinct().Take(32)]);
            if (!proposal.IsEmpty) { json.WriteBase64String("proposal", proposal.Span); }
            if (approvals is { Count: > 0 }) { WriteAssertions(json, approvals); }
            ProposalWriter.WriteIfThere(json, "order", order);
            ProposalWriter.WriteIfThere(json, "desk", desk);
        });

    public static LogEntry Executed(string id, DateTimeOffset now, string order) => OfOrder(EntryTypes.ActionExecuted, id, now, order);

    /// <param name="id">The entry's own.</param>
    /// <param name="now">When it is written.</param>
    /// <param name="order">What has expired.</param>
    /// <param name="reason"><c>unused</c>, <c>term</c>, <c>unratified</c> or <c>silence</c>.</param>
    public static LogEntry Expired(string id, DateTimeOffset now, string order, string reason) =>
        OfOrder(EntryTypes.ActionExpired, id, now, order, json => json.WriteString("reason", reason));

    public static LogEntry Vetoed(string id, DateTimeOffset now, string order, Assertion by) =>
        OfOrder(EntryTypes.ActionVetoed, id, now, order, json => WriteAssertions(json, [by]));

    /// <param name="id">The entry's own.</param>
    /// <param name="now">When it is written.</param>
    /// <param name="order">The order of this change.</param>
    /// <param name="roster">The value, byte for byte what was approved.</param>
    public static LogEntry RosterChange(string id, DateTimeOffset now, string order, ReadOnlyMemory<byte> roster) =>
        OfOrder(EntryTypes.RosterChange, id, now, order, json => WriteRaw(json, "roster", roster));

    /// <param name="id">The entry's own.</param>
    /// <param name="now">When it is written.</param>
    /// <param name="order">The order of this change.</param>
    /// <param name="policy">The value, byte for byte what was approved.</param>
    public static LogEntry PolicyChange(string id, DateTimeOffset now, string order, ReadOnlyMemory<byte> policy) =>
        OfOrder(EntryTypes.PolicyChange, id, now, order, json => WriteRaw(json, "policy", policy));

    public static LogEntry Disclosed(string id, DateTimeOffset now, string order, IReadOnlyList<string> classes, ReadOnlySpan<byte> sha256)
    {
        var hash = Convert.ToHexStringLower(sha256);
        return OfOrder(EntryTypes.DataDisclosed, id, now, order, json =>
        {
            ProposalWriter.WriteTexts(json, "classes", classes);
            json.WriteString("sha256", hash);
        });
    }

    /// <summary>Asked, and nothing held: for an order, or in answer to a request.</summary>
    public static LogEntry NothingHeld(string id, DateTimeOffset now, string? order, string? request) => LogEntry.Create(EntryTypes.DataNone, id, now, json =>
    {
        ProposalWriter.WriteIfThere(json, "order", order);
        ProposalWriter.WriteIfThere(json, "request", request);
    });

    /// <param name="id">The entry's own.</param>
    /// <param name="now">When it is written.</param>
    /// <param name="order">What the notice is about.</param>
    /// <param name="channels">Of <c>client</c>, <c>link</c>, <c>email</c>.</param>
    /// <param name="commitment">To the statement of reasons: <see cref="NoticeCommitment"/>.</param>
    public static LogEntry NoticeSent(string id, DateTimeOffset now, string order, IReadOnlyList<string> channels, ReadOnlyMemory<byte> commitment) =>
        OfOrder(EntryTypes.NoticeSent, id, now, order, json =>
        {
            ProposalWriter.WriteTexts(json, "channels", channels);
            json.WriteBase64String("c", commitment.Span);
        });

    public static LogEntry NoticeDelayed(string id, DateTimeOffset now, string order, DateTimeOffset until) =>
        OfOrder(EntryTypes.NoticeDelayed, id, now, order, json => json.WriteString("until", EntryTime.ToText(until)));

    public static LogEntry AppealFiled(string id, DateTimeOffset now, string order, ReadOnlyMemory<byte> commitment = default) =>
        OfOrder(EntryTypes.AppealFiled, id, now, order, json =>
        {
            if (!commitment.IsEmpty) { json.WriteBase64String("c", commitment.Span); }
        });

    public static LogEntry RequestReceived(string id, DateTimeOffset now, DateTimeOffset received, ReadOnlyMemory<byte> details, Assertion? by = null) =>
        LogEntry.Create(EntryTypes.RequestReceived, id, now, json =>
        {
            json.WriteString("received", EntryTime.ToText(received));
            json.WriteBase64String("details", details.Span);
            if (by is null) { return; }
            json.WritePropertyName("by");
            by.Write(json);
        });

    public static LogEntry RequestSealed(string id, DateTimeOffset now, DateTimeOffset received, ReadOnlyMemory<byte> commitment, DateTimeOffset opens) =>
        LogEntry.Create(EntryTypes.RequestReceived, id, now, json =>
        {
            json.WriteString("received", EntryTime.ToText(received));
            json.WriteStartObject("sealed");
            json.WriteBase64String("c", commitment.Span);
            json.WriteString("opens", EntryTime.ToText(opens));
            json.WriteEndObject();
        });

    public static LogEntry RequestOpened(string id, DateTimeOffset now, string request, SubjectSalt salt, ReadOnlyMemory<byte> details)
    {
        ArgumentNullException.ThrowIfNull(salt);
        return LogEntry.Create(EntryTypes.RequestOpened, id, now, json =>
        {
            json.WriteString("request", request);
            json.WriteBase64String("salt", salt.Bytes);
            json.WriteBase64String("details", details.Span);
        });
    }

    private static LogEntry OfOrder(string type, string id, DateTimeOffset now, string order, Action<Utf8JsonWriter>? more = null) =>
        LogEntry.Create(type, id, now, json =>
        {
            json.WriteString("order", order);
            more?.Invoke(json);
        });

    private static void WriteAssertions(Utf8JsonWriter json, IReadOnlyList<Assertion> assertions)
    {
        json.WriteStartArray("approvals");
        foreach (var assertion in assertions) { assertion.Write(json); }
        json.WriteEndArray();
    }

    private static void WriteRaw(Utf8JsonWriter json, string name, ReadOnlyMemory<byte> value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value.Span);
    }
}
