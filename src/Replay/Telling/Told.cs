// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Replay.Telling;

/// <summary>Writes the play down while it is played: for people.</summary>
internal sealed class Told(TextWriter to) : IAudience
{
    private const int NameWidth = 22;
    private const int VerdictWidth = 24;

    public void Begins(Scenario act) => to.WriteLine($"{act.Act,2}  {act.Name}: {act.Happened}");

    public void Hears(Attempt attempt)
    {
        to.WriteLine($"      {(attempt.Held ? "tried" : "BROKEN")}: {attempt.Tried} (by: {attempt.Means})");
        var known = attempt.KnownAfter is { } after ? $"; known outside after {VerdictWords.Seconds(after)}" : "";
        to.WriteLine($"        came out: {attempt.CameOut}{known}");
    }

    public void Ends(Verdict verdict)
    {
        foreach (var part in verdict.Open) { to.WriteLine($"      {part}"); }
        to.WriteLine($"      {VerdictWords.Of(verdict)}{(verdict.Why is null ? "" : $": {verdict.Why}")} ({VerdictWords.Seconds(verdict.Took)})");
        to.WriteLine();
    }

    /// <summary>The table at the end.</summary>
    public static void Write(TextWriter to, IReadOnlyList<Verdict> verdicts)
    {
        to.WriteLine($" #  {"act",-NameWidth}{"verdict",-VerdictWidth}took");
        foreach (var verdict in verdicts)
        {
            var scenario = verdict.Scenario;
            var note = verdict.Outcome is Outcome.NotPlayed ? verdict.Why : verdict.Open.Count > 0 ? string.Join("; ", verdict.Open) : null;
            to.WriteLine($"{scenario.Act,2}  {scenario.Name,-NameWidth}{VerdictWords.Of(verdict),-VerdictWidth}{VerdictWords.Seconds(verdict.Took)}");
            if (note is not null) { to.WriteLine($"    {note}"); }
        }
        to.WriteLine();
        to.WriteLine(Sum(verdicts));
    }

    private static string Sum(IReadOnlyList<Verdict> verdicts)
    {
        int Count(Outcome outcome) => verdicts.Count(verdict => verdict.Outcome == outcome);
        return $"{verdicts.Count} acts: {Count(Outcome.Blocked)} blocked, {Count(Outcome.Visible)} visible, {Count(Outcome.NotPlayed)} not played, "
            + $"{Count(Outcome.NotYet)} not yet, {Count(Outcome.Failed)} FAILED";
    }
}
