// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using Vigil.Orders.Actions;
using Vigil.Orders.Reasons;
using Vigil.Tlog.Encodings;
using Vigil.Tlog.Entries;
using static Vigil.Tlog.Entries.MemberRule;
using static Vigil.Tlog.Entries.MemberValues;

namespace Vigil.Orders.Staff;

/// <summary>Reads the <c>roster</c> of an entry (docs/protocol/orders.md section 3).</summary>
public static class RosterParser
{
    private const int MaxMembers = 32;
    private const int MaxPseudonym = 32;

    private static readonly MemberRule[] Members = [Required("members", ListOf(MaxMembers, ObjectOf(
        Required("id", IsPseudonym),
        Required("roles", ListOf(Member.KnownRoles.Count, OneOf([.. Member.KnownRoles]))),
        Required("jurisdictions", ObjectOf(
            Required("residence", IsCountry), Required("employer", IsCountry), Optional("citizenship", ListOf(4, IsCountry)))),
        Required("line", IsPseudonym),
        Required("since", Time),
        Required("credentials", ListOf(4, ObjectOf(Required("id", Base64UpTo(1023)), Required("spki", Base64UpTo(128))))))))];

    public static bool IsPseudonym(JsonElement value) => TryText(value, out var text) && IsPseudonym(text);

    public static bool IsPseudonym(string text) =>
        text?.Length is >= 1 and <= MaxPseudonym && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    public static bool IsCountry(JsonElement value) => TryText(value, out var text) && Countries.IsCode(text);

    public static bool TryParse(JsonElement value, out IReadOnlyList<Member> members, out Refusal? refusal)
    {
        members = [];
        var failure = MemberRule.Check(value, Members, isClosed: true);
        refusal = failure.Problem == EntryProblem.None ? null : new Refusal(OrderReason.RosterMalformed, failure.Member);
        if (refusal is not null) { return false; }

        var read = new List<Member>();
        foreach (var element in value.GetProperty("members").EnumerateArray())
        {
            if (Read(element) is { } member) { read.Add(member); continue; }
            refusal = new Refusal(OrderReason.RosterMalformed, element.GetProperty("id").GetString()!);
            return false;
        }
        if (FindRepetition(read) is { } twice)
        {
            refusal = new Refusal(OrderReason.RosterMalformed, twice);
            return false;
        }
        members = read;
        return true;
    }

    private static Member? Read(JsonElement element)
    {
        var roles = Texts(element.GetProperty("roles"));
        var jurisdictions = element.GetProperty("jurisdictions");
        var countries = new HashSet<string>(StringComparer.Ordinal)
        {
            jurisdictions.GetProperty("residence").GetString()!, jurisdictions.GetProperty("employer").GetString()!,
        };
        if (jurisdictions.TryGetProperty("citizenship", out var citizenship)) { countries.UnionWith(Texts(citizenship)); }
        var credentials = element.GetProperty("credentials").EnumerateArray().Select(ReadCredential).ToArray();
        if (credentials.Contains(null) || roles.Distinct().Count() != roles.Length) { return null; }
        _ = EntryTime.TryParse(element.GetProperty("since").GetString()!, out var since);
        return new Member(
            element.GetProperty("id").GetString()!, roles.ToHashSet(StringComparer.Ordinal), countries,
            element.GetProperty("line").GetString()!, since, credentials!);
    }

    private static Credential? ReadCredential(JsonElement element)
    {
        var spki = element.GetProperty("spki").GetString()!;
        return StrictBase64.TryDecode(Encoding.ASCII.GetBytes(spki), out var bytes) && StaffKey.TryParse(bytes, out var key)
            ? new Credential(element.GetProperty("id").GetString()!, spki, key!)
            : null;
    }

    private static string? FindRepetition(List<Member> members)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return members.FirstOrDefault(m => !seen.Add($"id {m.Id}") || m.Credentials.Any(c => !seen.Add($"cred {c.Id}") || !seen.Add($"key {c.Spki}")))?.Id;
    }

    private static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];
}
