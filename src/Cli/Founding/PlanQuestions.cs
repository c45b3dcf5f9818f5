// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Staff;
using Vigil.Server.Ceremonies;
using Vigil.Server.Serving;

namespace Vigil.Cli.Founding;

/// <summary>Asks for a plan in a terminal. Every answer is judged when it is given, and all of them together at the end.</summary>
internal sealed class PlanQuestions(TextReader input, TextWriter output)
{
    public CeremonyPlan Ask()
    {
        output.WriteLine("Who shall decide here? Two templates: 'small' is three people, one of them a trustee from outside; 'standard' is five or more, two of them trustees.");
        var template = AskOne("Template", text => CeremonyPlan.Templates.Contains(text) ? null : "small or standard", CeremonyPlan.Small);
        var jurisdictions = AskList("Countries whose courts the operator answers to, as DE FR", PlanCheck.CountryProblem, most: 4);
        var members = new List<PlannedMember>();
        while (true)
        {
            output.WriteLine($"Person {members.Count + 1}. Use pseudonyms: all of this stands in the public log for ever.");
            members.Add(AskMember(members));
            var plan = new CeremonyPlan(template, jurisdictions, [.. members]);
            var problems = PlanCheck.Problems(plan);
            foreach (var problem in problems) { output.WriteLine($"  Not enough yet: {problem}."); }
            if (problems.Count == 0 && !IsYes("Another person?")) { return plan; }
            if (problems.Count > 0 && members.Count > 1 && IsYes("Take somebody off the list?"))
            {
                var gone = AskOne("Who", id => members.Any(member => member.Id == id) ? null : "nobody in the list has this pseudonym");
                members.RemoveAll(member => member.Id == gone);
            }
        }
    }

    private PlannedMember AskMember(List<PlannedMember> others)
    {
        var id = AskOne("  Pseudonym", text => others.Any(other => other.Id == text) ? $"there is a '{text}' already" : PlanCheck.PseudonymProblem(text));
        var roles = AskList($"  Roles, of {string.Join(", ", Member.KnownRoles)}", PlanCheck.RoleProblem, most: Member.KnownRoles.Count);
        var residence = AskOne("  Lives in", PlanCheck.CountryProblem);
        var employer = AskOne("  Works for somebody in", PlanCheck.CountryProblem, residence);
        var citizenship = AskList("  Citizen of, beyond these (Enter for none)", PlanCheck.CountryProblem, most: 4, mayBeEmpty: true);
        var line = AskOne("  Reports to, as one word for the line", PlanCheck.PseudonymProblem);
        return new PlannedMember(id, roles, residence, employer, line, citizenship.Length == 0 ? null : citizenship);
    }

    private bool IsYes(string question) => AskOne($"{question} (yes or no)", text => text is "yes" or "no" ? null : "yes or no") == "yes";

    private string AskOne(string question, Func<string, string?> problemOf, string? usual = null)
    {
        while (true)
        {
            var text = Read(usual is null ? question : $"{question} [{usual}]");
            if (text.Length == 0 && usual is not null) { return usual; }
            if (problemOf(text) is not { } problem) { return text; }
            output.WriteLine($"  {problem}");
        }
    }

    private string[] AskList(string question, Func<string, string?> problemOf, int most, bool mayBeEmpty = false)
    {
        while (true)
        {
            var items = Read(question).Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
            string?[] problems =
            [
                items.Length == 0 && !mayBeEmpty ? "at least one" : null,
                items.Length > most ? $"at most {most}" : null,
                items.Distinct().Count() < items.Length ? "one of them stands there twice" : null,
                .. items.Select(problemOf),
            ];
            if (problems.All(problem => problem is null)) { return items; }
            foreach (var problem in problems.OfType<string>()) { output.WriteLine($"  {problem}"); }
        }
    }

    private string Read(string question)
    {
        output.Write($"{question}: ");
        return input.ReadLine()?.Trim() ?? throw new StartException("the questions were not answered to the end; --plan takes a file instead");
    }
}
