// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Vigil.Replay.Telling;

/// <summary>Verdicts as people read them.</summary>
internal static class VerdictWords
{
    public static string Of(Verdict verdict) => verdict.Outcome switch
    {
        Outcome.Blocked => "blocked",
        Outcome.Visible => $"visible within {Seconds(verdict.KnownWithin!.Value)}",
        Outcome.NotPlayed => "not played",
        Outcome.NotYet => "not yet",
        Outcome.Failed => "FAILED",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict)),
    };

    /// <summary>Never rounded down: what is said to be known within a time is.</summary>
    public static string Seconds(TimeSpan time) => (Math.Ceiling(time.TotalSeconds * 10) / 10).ToString("0.0", CultureInfo.InvariantCulture) + " s";
}
