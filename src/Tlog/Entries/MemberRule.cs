// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace Vigil.Tlog.Entries;

/// <summary>One member of a JSON object: its name, whether it must be there, and which values it may have.</summary>
public sealed record MemberRule(string Name, bool IsRequired, Func<JsonElement, bool> IsValid)
{
    public static MemberRule Required(string name, Func<JsonElement, bool> isValid) => new(name, true, isValid);

    public static MemberRule Optional(string name, Func<JsonElement, bool> isValid) => new(name, false, isValid);

    /// <summary>Holds an object against its rules; members without a rule are a fault where <paramref name="isClosed"/>.</summary>
    public static EntryFailure Check(JsonElement value, IReadOnlyList<MemberRule> rules, bool isClosed)
    {
        ArgumentNullException.ThrowIfNull(rules);
        foreach (var rule in rules)
        {
            if (!value.TryGetProperty(rule.Name, out var member))
            {
                if (rule.IsRequired) { return new EntryFailure(EntryProblem.MissingMember, rule.Name); }
                continue;
            }
            if (!rule.IsValid(member)) { return new EntryFailure(EntryProblem.BadMember, rule.Name); }
        }
        return isClosed ? FindUnknown(value, rules) : default;
    }

    private static EntryFailure FindUnknown(JsonElement value, IReadOnlyList<MemberRule> rules)
    {
        foreach (var member in value.EnumerateObject())
        {
            if (!rules.Any(r => member.NameEquals(r.Name))) { return new EntryFailure(EntryProblem.UnknownMember, member.Name); }
        }
        return default;
    }
}
