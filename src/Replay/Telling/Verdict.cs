// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Replay.Telling;

/// <summary>What an act came to, best first.</summary>
internal enum Outcome
{
    /// <summary>Nothing that was tried had an effect.</summary>
    Blocked,

    /// <summary>Something had an effect, and somebody outside could know within the time that is given.</summary>
    Visible,

    /// <summary>What it needs is not there: an option, a browser. Says nothing of the promise.</summary>
    NotPlayed,

    /// <summary>The feature that answers the act is not built yet.</summary>
    NotYet,

    /// <summary>A promise was broken, or the play itself broke down.</summary>
    Failed,
}

/// <summary>One act, played.</summary>
/// <param name="Scenario">which</param>
/// <param name="Outcome">what it came to</param>
/// <param name="Attempts">what was tried, in order</param>
/// <param name="Took">how long the play took</param>
/// <param name="Open">parts of the act that were not played: their feature is missing, or a means was not given</param>
/// <param name="Why">for what was not played or broke down</param>
internal sealed record Verdict(Scenario Scenario, Outcome Outcome, IReadOnlyList<Attempt> Attempts, IReadOnlyList<string> Open, TimeSpan Took, string? Why = null)
{
    /// <summary>The longest that anything stayed unknown.</summary>
    public TimeSpan? KnownWithin => Attempts.Max(attempt => attempt.KnownAfter);
}
