// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Vigil.Orders.Actions;
using Vigil.Orders.Reasons;
using Vigil.Orders.Staff;
using Vigil.Tlog.Entries;
using static Vigil.Tlog.Entries.MemberRule;
using static Vigil.Tlog.Entries.MemberValues;

namespace Vigil.Orders.Proposals;

/// <summary>Reads the bytes that were signed. What is not in the one spelling is refused, whatever it would mean.</summary>
internal static class ProposalParser
{
    private const int KeyLength = 32;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 4, AllowDuplicateProperties = false };

    private static readonly MemberRule[] Rules =
    [
        Required("v", value => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var v) && v == 1),
        Required("id", Id),
        Required("time", Time),
        Required("origin", KeyNameText),
        Required("action", value => TryText(value, out var text) && ActionTraits.Find(text) is not null),
        Optional("subject", ObjectOf(Required("kind", OneOf("meeting", "account")), Required("c", Base64(SubjectCommitment.Length)))),
        Required("ground", value => TryText(value, out var text) && Ground.Find(text) is not null),
        Optional("evidence", ListOf(16, IsEvidence)),
        Required("requester", IsRequester),
        Required("proposer", RosterParser.IsPseudonym),
        Optional("reporter", RosterParser.IsPseudonym),
        Optional("reviewer", RosterParser.IsPseudonym),
        Optional("target", Id),
        Optional("payload", Hex(64)),
        Optional("recipient", Text(200)),
        Optional("key", Base64(KeyLength)),
        Optional("classes", ListOf(4, OneOf("account", "credentials", "meetings", "sanctions"))),
        Optional("until", Time),
        Optional("quiet_until", Time),
        Required("policy", Hex(64)),
        Required("roster", Hex(64)),
        Required("not_before", Time),
        Required("expires", Time),
        Required("text", Text(Proposal.MaxBytes)),
    ];

    public static bool TryParse(ReadOnlySpan<byte> bytes, out Proposal? proposal, out Refusal? refusal)
    {
        proposal = null;
        refusal = new Refusal(OrderReason.ProposalMalformed);
        // Printable ASCII without a backslash: nothing is escaped, so nothing has two spellings or hides from a reader.
        if (bytes.Length > Proposal.MaxBytes || bytes.ContainsAnyExceptInRange((byte)' ', (byte)'~') || bytes.Contains((byte)'\\')) { return false; }
        JsonElement value;
        try { value = JsonElement.Parse(bytes, Strict); }
        catch (JsonException) { return false; }
        if (value.ValueKind != JsonValueKind.Object) { return false; }

        var failure = MemberRule.Check(value, Rules, isClosed: true);
        if (failure.Problem != EntryProblem.None) { return Refuse(failure.Member, out refusal); }
        var read = Read(value);
        if (ProposalShape.FindFault(read, value) is { } member) { return Refuse(member, out refusal); }
        // The sentence is compared here with the rest: it is made from the other members.
        if (!bytes.SequenceEqual(read.ToBytes())) { return Refuse("spelling", out refusal); }
        (proposal, refusal) = (read, null);
        return true;
    }

    private static bool Refuse(string member, out Refusal? refusal)
    {
        refusal = new Refusal(OrderReason.ProposalMalformed, member);
        return false;
    }

    private static bool IsEvidence(JsonElement value) =>
        TryText(value, out var text) && text.Length == 67 && text[0] == 'E' && text[1] is >= '1' and <= '4' && text[2] == ':'
        && text.Skip(3).All(char.IsAsciiHexDigitLower);

    private static bool IsRequester(JsonElement value)
    {
        MemberRule[] registered = [Required("kind", OneOf(Requester.Government, Requester.Private)), Required("iso", RosterParser.IsCountry), Required("request", Id)];
        MemberRule[] plain = [Required("kind", OneOf(Requester.User, Requester.OwnInitiative))];
        return ObjectOf(registered)(value) || ObjectOf(plain)(value);
    }

    private static Proposal Read(JsonElement value)
    {
        var requester = value.GetProperty("requester");
        return new Proposal
        {
            Id = TextOf(value, "id")!,
            Time = TimeOf(value, "time")!.Value,
            Origin = TextOf(value, "origin")!,
            Action = ActionTraits.Find(TextOf(value, "action")!)!.Action,
            Subject = value.TryGetProperty("subject", out var subject) ? TextOf(subject, "c") : null,
            Ground = TextOf(value, "ground")!,
            Evidence = TextsOf(value, "evidence"),
            Requester = new Requester(TextOf(requester, "kind")!, TextOf(requester, "iso"), TextOf(requester, "request")),
            Proposer = TextOf(value, "proposer")!,
            Reporter = TextOf(value, "reporter"),
            Reviewer = TextOf(value, "reviewer"),
            Target = TextOf(value, "target"),
            Payload = TextOf(value, "payload"),
            Recipient = TextOf(value, "recipient"),
            Key = TextOf(value, "key"),
            Classes = TextsOf(value, "classes"),
            Until = TimeOf(value, "until"),
            QuietUntil = TimeOf(value, "quiet_until"),
            Policy = TextOf(value, "policy")!,
            Roster = TextOf(value, "roster")!,
            NotBefore = TimeOf(value, "not_before")!.Value,
            Expires = TimeOf(value, "expires")!.Value,
        };
    }

    private static string? TextOf(JsonElement value, string name) => value.TryGetProperty(name, out var member) ? member.GetString() : null;

    private static string[] TextsOf(JsonElement value, string name) =>
        value.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(item => item.GetString()!)] : [];

    private static DateTimeOffset? TimeOf(JsonElement value, string name) =>
        TextOf(value, name) is { } text && EntryTime.TryParse(text, out var time) ? time : null;
}
