// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using Vigil.Orders.Actions;
using Vigil.Orders.Staff;

namespace Vigil.Server.Ceremonies;

/// <summary>What speaks against a plan, in words for the operator: the roster's and the policy's own rules, before anybody holds a key for it.</summary>
public static class PlanCheck
{
    private const int MostMembers = 32, MostCitizenships = 4;

    public static string? PseudonymProblem(string text) =>
        RosterParser.IsPseudonym(text) ? null : $"'{text}' is not 1 to 32 of a-z, 0-9 and -";

    public static string? CountryProblem(string code) =>
        Countries.IsCode(code) ? null : $"'{code}' is not a country's code of two capital letters (ISO 3166-1), such as DE";

    public static string? RoleProblem(string role) =>
        Member.KnownRoles.Contains(role) ? null : $"'{role}' is none of the roles {string.Join(", ", Member.KnownRoles)}";

    /// <summary>All that makes it impossible; empty if nothing does.</summary>
    public static IReadOnlyList<string> Problems(CeremonyPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (!CeremonyPlan.Templates.Contains(plan.Template)) { return [$"'{plan.Template}' is none of the templates {string.Join(", ", CeremonyPlan.Templates)}"]; }
        string[] formal = [.. OperatorProblems(plan.Operator), .. plan.Members.SelectMany(MemberProblems), .. Repetitions(plan.Members)];
        return formal.Length > 0 ? formal : [.. WidthProblems(plan)];
    }

    /// <summary>What will not be possible with these people; that may be meant.</summary>
    public static IReadOnlyList<string> Warnings(CeremonyPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var (policy, members) = Read(plan);
        return [.. ActionTraits.All.Where(action => !IsPossible(action, policy, members)).Select(action => $"with these people '{action.Name}' can never be ordered")];
    }

    private static IEnumerable<string> OperatorProblems(IReadOnlyList<string> codes)
    {
        if (codes.Count is < 1 or > 4) { yield return "the operator has 1 to 4 jurisdictions of its own"; }
        foreach (var problem in codes.Select(CountryProblem).OfType<string>()) { yield return $"the operator's jurisdictions: {problem}"; }
        if (codes.Distinct().Count() < codes.Count) { yield return "the operator's jurisdictions: one of them stands there twice"; }
    }

    private static IEnumerable<string> MemberProblems(PlannedMember member)
    {
        string?[] problems =
        [
            PseudonymProblem(member.Id),
            member.Roles.Count == 0 ? "has no role" : null,
            member.Roles.Distinct().Count() < member.Roles.Count ? "has a role twice" : null,
            .. member.Roles.Select(RoleProblem),
            .. member.Countries.Select(CountryProblem),
            member.Citizenship is { Count: 0 or > MostCitizenships } ? $"'citizenship' is left out, or has 1 to {MostCitizenships}" : null,
            PseudonymProblem(member.Line) is { } line ? $"the reporting line {line}" : null,
        ];
        return problems.OfType<string>().Select(problem => $"{member.Id}: {problem}");
    }

    private static IEnumerable<string> Repetitions(IReadOnlyList<PlannedMember> members) =>
        members.GroupBy(member => member.Id).Where(same => same.Count() > 1).Select(same => $"two people are called '{same.Key}'");

    private static IEnumerable<string> WidthProblems(CeremonyPlan plan)
    {
        var (policy, members) = Read(plan);
        if (members.Length < policy.LeastMembers) { yield return Text($"'{plan.Template}' needs {policy.LeastMembers} people, and there are {members.Length}"); }
        if (members.Length > MostMembers) { yield return Text($"a roster has at most {MostMembers} people"); }
        var trustees = members.Count(member => member.Roles.Contains(Member.Trustee));
        if (trustees == 0) { yield return "nobody outside the operator is in the roster: somebody must be a trustee"; }
        else if (trustees < policy.LeastTrustees) { yield return Text($"'{plan.Template}' needs {policy.LeastTrustees} trustees, and there is {trustees}"); }
        if (members.Length > 0 && !policy.SpanJurisdictions(members, policy.LeastJurisdictions))
        {
            var state = members.SelectMany(member => member.Jurisdictions).Select(policy.JurisdictionOf).FirstOrDefault(code => members.All(member => policy.IsExposed(member, code)));
            yield return state is null ? "too few states have a hold on these people" : $"one state has a hold on everybody: {state}. Somebody must live, work and have all passports elsewhere";
        }
        if (members.Length > 1 && members.Select(member => member.Line).Distinct().Count() == 1) { yield return $"everybody reports to the same line, '{members[0].Line}': then one superior decides"; }
        else if (members.Length >= policy.LeastMembers && !ActionTraits.All.Any(action => !action.IsUndoing && IsPossible(action, policy, members)))
        {
            yield return "no order could ever be given: whoever proposes, those who are left are within reach of one state, or report to one line";
        }
    }

    /// <summary>The more people approve the more different they are: so all who may are the best that there is.</summary>
    private static bool IsPossible(ActionTraits action, Policy policy, Member[] members)
    {
        if (action.IsUndoing) { return true; }
        var rule = policy[action.Action];
        return members.Any(proposer => action.Action == OrderAction.DataRead
            // Who reads neither proposes nor counts.
            ? members.Any(reader => reader != proposer && Suffice(members.Where(member => member != proposer && member != reader)))
            : Suffice(members.Where(member => member != proposer)));

        bool Suffice(IEnumerable<Member> approvers)
        {
            Member[] all = [.. approvers];
            return members.Length >= rule.Of && all.Length >= rule.Approvals && policy.SpanJurisdictions(all, rule.Jurisdictions)
                && all.Select(member => member.Line).Distinct().Count() >= rule.Lines
                && rule.Roles.All(role => all.Any(member => member.Roles.Contains(role)));
        }
    }

    private static (Policy Policy, Member[] Members) Read(CeremonyPlan plan)
    {
        if (!PolicyParser.TryParse(JsonElement.Parse(plan.WritePolicy()), out var policy, out var refusal)) { throw new ArgumentException($"not a policy: {refusal}", nameof(plan)); }
        return (policy!, [.. plan.Members.Select(member => new Member(
            member.Id, member.Roles.ToHashSet(StringComparer.Ordinal), member.Countries.ToHashSet(StringComparer.Ordinal), member.Line, default, []))]);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
