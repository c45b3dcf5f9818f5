// SPDX-License-Identifier: Apache-2.0
using Vigil.Cli.Founding;
using Vigil.Server.Ceremonies;
using Vigil.Server.Serving;

namespace Vigil.Cli.Tests.Founding;

/// <summary>A plan by questions: each answer is judged at once, all of them together at the end.</summary>
public sealed class PlanQuestionsTests
{
    private const string Ann = "ann\noperator, privacy\nDE\n\n\nops\n";
    private const string Ben = "ben\nlegal\nFR\nFR\nCH\nlaw\n";

    [Fact]
    public void Three_people_who_differ_are_a_plan()
    {
        var (plan, said) = Ask($"\nDE\n{Ann}{Ben}no\ncho\ntrustee\nKR\n\n\nout\nno\n");
        Assert.Empty(PlanCheck.Problems(plan));
        Assert.Equal((CeremonyPlan.Small, "DE", "ann ben cho"), (plan.Template, Assert.Single(plan.Operator), string.Join(' ', plan.Members.Select(member => member.Id))));
        Assert.Equal(["operator", "privacy"], plan.Members[0].Roles);
        Assert.Equal("DE", plan.Members[0].Employer);
        Assert.Equal(["CH"], plan.Members[1].Citizenship);
        Assert.Contains("Not enough yet: nobody outside the operator is in the roster", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_answer_is_asked_again_with_what_is_wrong()
    {
        var (plan, said) = Ask($"medium\nsmall\nEU\nDE DE\n\nDE\nAnn\n{Ann}ann\nben\nking\nlegal\nFR\n\n\nlaw\nno\ncho\ntrustee\nKR\n\n\nout\nno\n");
        Assert.Equal(3, plan.Members.Count);
        foreach (var problem in new[]
        {
            "small or standard", "'EU' is not a country's code", "one of them stands there twice", "at least one", "'Ann' is not 1 to 32 of a-z", "there is a 'ann' already",
            "'king' is none of the roles",
        }) { Assert.Contains(problem, said, StringComparison.Ordinal); }
    }

    [Fact]
    public void Somebody_who_does_not_fit_can_be_taken_off_the_list()
    {
        var (plan, said) = Ask($"small\nDE\n{Ann}{Ben}no\ncho\nlegal\nKR\n\n\nout\nyes\ndee\ncho\ndee\ntrustee\nKR\n\n\nout\nno\n");
        Assert.Equal(["ann", "ben", "dee"], plan.Members.Select(member => member.Id));
        Assert.Contains("nobody in the list has this pseudonym", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Questions_that_end_before_their_time_are_no_plan() => Assert.Throws<StartException>(() => Ask("small\nDE\n"));

    private static (CeremonyPlan Plan, string Said) Ask(string answers)
    {
        using var said = new StringWriter();
        return (new PlanQuestions(new StringReader(answers), said).Ask(), said.ToString());
    }
}
