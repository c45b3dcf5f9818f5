// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Vigil.Orders.Actions;
using Vigil.Orders.Reasons;
using Vigil.Tlog.Entries;
using static Vigil.Tlog.Entries.MemberRule;
using static Vigil.Tlog.Entries.MemberValues;

namespace Vigil.Orders.Staff;

/// <summary>Reads the <c>policy</c> of an entry (docs/protocol/orders.md section 4).</summary>
public static class PolicyParser
{
    private const int MaxCount = 32;

    /// <summary>Three years: longer than anything here, short enough for every sum of times.</summary>
    private const int MaxSeconds = 94_608_000;

    private static readonly MemberRule[] ActionRules =
    [
        Required("approvals", Number(1, MaxCount)),
        Required("of", Number(1, MaxCount)),
        Required("jurisdictions", Number(1, 3)),
        Required("lines", Number(1, MaxCount)),
        Required("roles", value => value.ValueKind == JsonValueKind.Array
            && value.GetArrayLength() <= Member.KnownRoles.Count && value.EnumerateArray().All(OneOf([.. Member.KnownRoles]))),
        Required("delay", Number(0, MaxSeconds)),
        Required("notice", Number(0, MaxSeconds)),
        Required("window", Number(1, MaxSeconds)),
        Optional("longest", Number(1, MaxSeconds)),
        Optional("long", ObjectOf(Required("over", Number(1, MaxSeconds)), Required("approvals", Number(1, MaxCount)))),
    ];

    private static readonly MemberRule[] Rules =
    [
        Required("actions", ObjectOf([.. ActionTraits.All.Select(a => Required(a.Name, ObjectOf(ActionRules)))])),
        Required("roster", ObjectOf(
            Required("members", Number(1, MaxCount)), Required("trustees", Number(1, MaxCount)), Required("jurisdictions", Number(1, 3)))),
        Required("per_day", Number(1, 1000)),
        Required("cool_down", Number(0, MaxSeconds)),
        Required("vetoes", Number(1, MaxCount)),
        Required("silence", Number(1, MaxSeconds)),
        Required("seal_longest", Number(1, MaxSeconds)),
        Required("quiet_longest", Number(1, MaxSeconds)),
        Required("operator", ListOf(4, RosterParser.IsCountry)),
        Required("together", IsTogether),
    ];

    public static bool TryParse(JsonElement value, out Policy? policy, out Refusal? refusal)
    {
        policy = null;
        var failure = MemberRule.Check(value, Rules, isClosed: true);
        refusal = failure.Problem == EntryProblem.None ? null : new Refusal(OrderReason.PolicyMalformed, failure.Member);
        if (refusal is not null) { return false; }

        var read = Read(value);
        refusal = PolicyFloor.Check(read);
        if (refusal is not null) { return false; }
        policy = read;
        return true;
    }

    private static Policy Read(JsonElement value)
    {
        var roster = value.GetProperty("roster");
        return new Policy
        {
            Actions = ActionTraits.All.ToDictionary(a => a.Action, a => ReadAction(value.GetProperty("actions").GetProperty(a.Name))),
            LeastMembers = roster.GetProperty("members").GetInt32(),
            LeastTrustees = roster.GetProperty("trustees").GetInt32(),
            LeastJurisdictions = roster.GetProperty("jurisdictions").GetInt32(),
            PerDay = value.GetProperty("per_day").GetInt32(),
            CoolDown = Seconds(value.GetProperty("cool_down")),
            Vetoes = value.GetProperty("vetoes").GetInt32(),
            Silence = Seconds(value.GetProperty("silence")),
            SealLongest = Seconds(value.GetProperty("seal_longest")),
            QuietLongest = Seconds(value.GetProperty("quiet_longest")),
            Operator = Texts(value.GetProperty("operator")),
            Together = [.. value.GetProperty("together").EnumerateArray().Select(Texts)],
        };
    }

    private static ActionPolicy ReadAction(JsonElement value)
    {
        var hasLong = value.TryGetProperty("long", out var lengthy);
        return new ActionPolicy
        {
            Approvals = value.GetProperty("approvals").GetInt32(),
            Of = value.GetProperty("of").GetInt32(),
            Jurisdictions = value.GetProperty("jurisdictions").GetInt32(),
            Lines = value.GetProperty("lines").GetInt32(),
            Roles = Texts(value.GetProperty("roles")),
            Delay = Seconds(value.GetProperty("delay")),
            Notice = Seconds(value.GetProperty("notice")),
            Window = Seconds(value.GetProperty("window")),
            Longest = value.TryGetProperty("longest", out var longest) ? Seconds(longest) : null,
            LongOver = hasLong ? Seconds(lengthy.GetProperty("over")) : null,
            LongApprovals = hasLong ? lengthy.GetProperty("approvals").GetInt32() : 0,
        };
    }

    private static bool IsTogether(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > 16) { return false; }
        if (!value.EnumerateArray().All(group => ListOf(32, RosterParser.IsCountry)(group) && group.GetArrayLength() >= 2)) { return false; }
        string[] all = [.. value.EnumerateArray().SelectMany(Texts)];
        return all.Distinct().Count() == all.Length;
    }

    private static Func<JsonElement, bool> Number(int least, int most) => value =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most;

    private static TimeSpan Seconds(JsonElement value) => TimeSpan.FromSeconds(value.GetInt32());

    private static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];
}
