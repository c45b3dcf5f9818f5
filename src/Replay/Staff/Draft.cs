// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Vigil.Orders.Actions;
using Vigil.Orders.Approvals;
using Vigil.Orders.Proposals;
using Vigil.Orders.Staff;
using Vigil.Server.Staff;
using Vigil.Tlog.Entries;

namespace Vigil.Replay.Staff;

/// <summary>What every proposal of a moment names.</summary>
internal sealed record DraftFacts(DateTimeOffset Now, string LogOrigin, Policy Policy, string RosterHash);

/// <summary>A proposal as a member's browser makes it, with what opens its commitment. Whoever cheats changes one thing of it.</summary>
internal sealed class Draft
{
    public static readonly string E1 = "E1:" + new string('a', 64);

    private readonly DeskClient _desk;

    public Draft(DeskClient desk, DraftFacts facts, string action, string? subject, string by)
    {
        _desk = desk;
        var traits = ActionTraits.Find(action)!;
        var now = facts.Now;
        if (traits.ConcernsSomebody) { Subject = new JsonObject { ["kind"] = traits.SubjectKind, ["id"] = subject, ["salt"] = Convert.ToBase64String(Salt) }; }
        if (traits.IsSanction || traits.IsBreakglass) { Case = NewCase(); }
        using var salt = new SubjectSalt(Salt);
        Proposal = new Proposal
        {
            Id = EntryId.Create(now, RandomNumberGenerator.GetBytes(EntryId.RandomLength)),
            Time = now,
            Origin = facts.LogOrigin,
            Action = traits.Action,
            Subject = traits.ConcernsSomebody ? Convert.ToBase64String(SubjectCommitment.Compute(salt, traits.SubjectKind!, subject!)) : null,
            Ground = UsualGround(traits),
            Evidence = traits.HasEvidence ? [E1] : [],
            Requester = new Requester(traits.ConcernsSomebody ? Requester.User : Requester.OwnInitiative),
            Proposer = by,
            Reviewer = traits.HasEvidence ? by : null,
            Payload = traits.HasPayload ? new string('c', 64) : null,
            Recipient = traits.IsData ? traits.HasKey ? "District Court" : "fay" : null,
            Classes = traits.IsData ? ["account"] : [],
            Until = traits.HasUntil ? now.AddMinutes(traits.IsBreakglass ? 50 : 60 * 72) : null,
            Policy = facts.Policy.Hash,
            Roster = facts.RosterHash,
            NotBefore = now,
            Expires = now + facts.Policy[traits.Action].Window,
        };
    }

    public Proposal Proposal { get; set; }

    public byte[] Bytes => Proposal.ToBytes();

    public byte[] Salt { get; } = RandomNumberGenerator.GetBytes(SubjectSalt.Length);

    public JsonObject? Subject { get; set; }

    public JsonObject? Case { get; set; }

    public string? Payload { get; set; }

    public Draft With(Func<Proposal, Proposal> change)
    {
        Proposal = change(Proposal);
        return this;
    }

    /// <summary>A change to this value.</summary>
    public Draft To(string payload)
    {
        Payload = payload;
        return With(p => p with { Payload = Payloads.Hash(payload) });
    }

    public Task<Reply> ProposeAsync(string? signedBy = null, string? at = null) => _desk.AtDeskAsync(at ?? Proposal.Proposer, "POST", "/proposals", ToJson(signedBy));

    public JsonObject ToJson(string? signedBy = null)
    {
        var body = new JsonObject
        {
            ["proposal"] = Convert.ToBase64String(Bytes),
            ["by"] = DeskClient.Json(_desk.Staff[signedBy ?? Proposal.Proposer].Sign(SigningPurpose.Propose, Bytes)),
        };
        if (Subject is not null) { body["subject"] = Subject.DeepClone(); }
        if (Case is not null) { body["case"] = Case.DeepClone(); }
        if (Payload is not null) { body["payload"] = Payload; }
        return body;
    }

    public static JsonObject NewCase() => new()
    {
        ["facts"] = "Threats against a person, in a message that the host's key signed.",
        ["explanation"] = "The terms of use forbid threats of violence.",
        ["category"] = "STATEMENT_CATEGORY_VIOLENCE",
        ["contentType"] = new JsonArray("CONTENT_TYPE_TEXT"),
        ["contentDate"] = "2026-09-20",
        ["source"] = "SOURCE_ARTICLE_16",
    };

    private static string UsualGround(ActionTraits traits) =>
        traits.IsSanction ? "tos:violence"
        : traits.ConcernsSomebody ? "safety:imminent-harm"
        : traits.IsChange ? "staff:change"
        : traits.HasPayload ? "staff:canary"
        : traits.IsAppeal ? "staff:appeal" : "staff:correction";
}
