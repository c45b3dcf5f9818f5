// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Actions;

namespace Vigil.Orders.Staff;

/// <summary>The rules in force from one entry of the log on. All of it stands in the log; nothing is a default of this program.</summary>
public sealed record Policy
{
    public required IReadOnlyDictionary<OrderAction, ActionPolicy> Actions { get; init; }
    public required int LeastMembers { get; init; }
    public required int LeastTrustees { get; init; }
    public required int LeastJurisdictions { get; init; }
    public required int PerDay { get; init; }
    public required TimeSpan CoolDown { get; init; }
    public required int Vetoes { get; init; }
    public required TimeSpan Silence { get; init; }
    public required TimeSpan SealLongest { get; init; }
    public required TimeSpan QuietLongest { get; init; }

    /// <summary>The operator's own jurisdictions: only their courts end anything here.</summary>
    public required IReadOnlyList<string> Operator { get; init; }

    /// <summary>Codes that count as one jurisdiction.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Together { get; init; }

    /// <summary>SHA-256 of the entry that brought it.</summary>
    public string Hash { get; init; } = "";
    public ulong Index { get; init; }

    public ActionPolicy this[OrderAction action] => Actions[action];

    /// <summary>The jurisdiction a code counts as: the first of those that stand together.</summary>
    public string JurisdictionOf(string code) => Together.FirstOrDefault(group => group.Contains(code))?[0] ?? code;

    public bool IsExposed(Member member, string? country)
    {
        ArgumentNullException.ThrowIfNull(member);
        return country is not null && member.Jurisdictions.Select(JurisdictionOf).Contains(JurisdictionOf(country));
    }

    /// <summary>
    /// Whether so many jurisdictions stand behind these people: no set of one less may meet every one of them. Two passports do not make
    /// one person two jurisdictions.
    /// </summary>
    public bool SpanJurisdictions(IReadOnlyCollection<Member> members, int wanted)
    {
        ArgumentNullException.ThrowIfNull(members);
        if (members.Count < wanted) { return false; }
        HashSet<string>[] reach = [.. members.Select(m => m.Jurisdictions.Select(JurisdictionOf).ToHashSet(StringComparer.Ordinal))];
        string[] all = [.. reach.SelectMany(r => r).Distinct()];
        return wanted switch
        {
            1 => true,
            2 => !all.Any(a => reach.All(r => r.Contains(a))),
            3 => !all.Any(a => all.Any(b => reach.All(r => r.Contains(a) || r.Contains(b)))),
            _ => throw new ArgumentOutOfRangeException(nameof(wanted), wanted, "policies ask for one to three"),
        };
    }
}
