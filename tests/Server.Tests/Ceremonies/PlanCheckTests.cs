// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json.Nodes;
using Vigil.Server.Ceremonies;

namespace Vigil.Server.Tests.Ceremonies;

/// <summary>What is wrong with a plan is said in words that name who and what.</summary>
public sealed class PlanCheckTests
{
    public static TheoryData<string, string, string> Bad => new()
    {
        { "template", "\"large\"", "'large' is none of the templates small, standard" },
        { "operator", "[]", "the operator has 1 to 4 jurisdictions of its own" },
        { "operator", "[\"EU\"]", "the operator's jurisdictions: 'EU' is not a country's code" },
        { "operator", "[\"DE\",\"DE\"]", "one of them stands there twice" },
        { "members.0.id", "\"Ann\"", "Ann: 'Ann' is not 1 to 32 of a-z, 0-9 and -" },
        { "members.0.id", "\"legal-1\"", "two people are called 'legal-1'" },
        { "members.0.roles", "[]", "operator-1: has no role" },
        { "members.0.roles", "[\"king\"]", "operator-1: 'king' is none of the roles operator, legal, privacy, trust, trustee" },
        { "members.0.roles", "[\"legal\",\"legal\"]", "operator-1: has a role twice" },
        { "members.0.employer", "\"de\"", "operator-1: 'de' is not a country's code" },
        { "members.1.citizenship", "[]", "legal-1: 'citizenship' is left out, or has 1 to 4" },
        { "members.0.line", "\"\"", "operator-1: the reporting line '' is not" },
        { "members.2.roles", "[\"legal\"]", "nobody outside the operator is in the roster" },
        { "members.2", null!, "'small' needs 3 people, and there are 2" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Each_is_named(string path, string? value, string expected) =>
        Assert.Contains(PlanCheck.Problems(Change(path, value)), problem => problem.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void One_state_with_a_hold_on_all_is_named()
    {
        var plan = CeremonyPlan.Example(CeremonyPlan.Small);
        plan = plan with { Members = [.. plan.Members.Select(member => member with { Employer = "DE" })] };
        Assert.Contains("one state has a hold on everybody: DE", PlanCheck.Problems(plan)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void One_line_for_all_is_one_superior()
    {
        var plan = CeremonyPlan.Example(CeremonyPlan.Small);
        plan = plan with { Members = [.. plan.Members.Select(member => member with { Line = "north" })] };
        Assert.Contains("everybody reports to the same line, 'north'", Assert.Single(PlanCheck.Problems(plan)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CeremonyPlan.Small)]
    [InlineData(CeremonyPlan.Standard)]
    public void Examples_are_good_and_come_back_from_their_file(string template)
    {
        var plan = CeremonyPlan.Example(template);
        Assert.Empty(PlanCheck.Problems(plan));
        Assert.Equal(plan.ToText(), CeremonyPlan.Read(Encoding.UTF8.GetBytes(plan.ToText()), out _)!.ToText());
        Assert.Null(CeremonyPlan.Read(Encoding.UTF8.GetBytes(plan.ToText().Replace("\"line\"", "\"boss\"", StringComparison.Ordinal)), out var problem));
        Assert.NotEmpty(problem);
    }

    [Fact]
    public void What_can_never_be_ordered_is_said()
    {
        // Who reads neither proposes nor decides, and of three only one is left then.
        Assert.Contains(PlanCheck.Warnings(CeremonyPlan.Example(CeremonyPlan.Small)), warning => warning.Contains("'data.read'", StringComparison.Ordinal));
        Assert.DoesNotContain(PlanCheck.Warnings(CeremonyPlan.Example(CeremonyPlan.Small)), warning => warning.Contains("'meeting.end'", StringComparison.Ordinal));
    }

    private static CeremonyPlan Change(string path, string? value)
    {
        var node = JsonNode.Parse(CeremonyPlan.Example(CeremonyPlan.Small).ToText())!;
        string[] names = path.Split('.');
        var parent = names[..^1].Aggregate(node, (at, name) => int.TryParse(name, out var index) ? at![index]! : at![name]!);
        if (value is null) { parent.AsArray().RemoveAt(int.Parse(names[^1], System.Globalization.CultureInfo.InvariantCulture)); }
        else { parent[names[^1]] = JsonNode.Parse(value); }
        return CeremonyPlan.Read(Encoding.UTF8.GetBytes(node.ToJsonString()), out var problem) ?? throw new InvalidDataException(problem);
    }
}
