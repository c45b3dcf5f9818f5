// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;

namespace Vigil.Replay.Telling;

/// <summary>What a scenario tells while it is played. It only ever adds: nothing that was told can be taken back.</summary>
/// <param name="heard">is told of each attempt at once</param>
/// <param name="stopsWhenBroken">ends the play at the first promise that is broken</param>
internal sealed class Story(Action<Attempt>? heard = null, bool stopsWhenBroken = false)
{
    private readonly List<Attempt> attempts = [];
    private readonly List<string> open = [];

    public IReadOnlyList<Attempt> Attempts => attempts;

    /// <summary>Parts that were not played, and why.</summary>
    public IReadOnlyList<string> Open => open;

    /// <summary>It was to have no effect.</summary>
    public void Blocked(string tried, string means, bool held, string cameOut) => Add(new(tried, means, cameOut, held));

    /// <summary>It was to be known outside, and was after this time; null if it never was, and that breaks the promise, whatever else held.</summary>
    public void Visible(string tried, string means, bool held, TimeSpan? after, string cameOut) => Add(new(tried, means, cameOut, held && after is not null, after));

    /// <summary>A part of the act that cannot be played, for what answers it is not built.</summary>
    public void NotYet(string missing) => open.Add($"not yet: {missing}");

    /// <summary>A part of the act that is not played here, for what it needs was not given.</summary>
    public void Left(string part) => open.Add($"not played: {part}");

    /// <summary>Takes the time from here on.</summary>
    public static Func<TimeSpan> Watch()
    {
        var began = Stopwatch.GetTimestamp();
        return () => Stopwatch.GetElapsedTime(began);
    }

    public Verdict End(Scenario scenario, TimeSpan took)
    {
        var outcome = attempts.Any(attempt => !attempt.Held) ? Outcome.Failed
            : attempts.Count == 0 ? open.Count > 0 ? Outcome.NotYet : Outcome.Failed
            : attempts.Any(attempt => attempt.KnownAfter is not null) ? Outcome.Visible
            : Outcome.Blocked;
        return new(scenario, outcome, attempts, open, took, attempts.Count == 0 && open.Count == 0 ? "nothing was tried" : null);
    }

    private void Add(Attempt attempt)
    {
        attempts.Add(attempt);
        heard?.Invoke(attempt);
        if (stopsWhenBroken && !attempt.Held) { throw new StoryBrokenException(); }
    }
}

/// <summary>A promise was broken, and nothing more is to be played.</summary>
internal sealed class StoryBrokenException : Exception;
