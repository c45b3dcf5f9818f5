// SPDX-License-Identifier: Apache-2.0
using System.CommandLine.Parsing;
using System.Globalization;

namespace Vigil.Cli;

/// <summary>Times on the command line: 30s, 15m, 24h, 7d.</summary>
internal static class Duration
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        if (text.Length < 2) { return false; }
        var unit = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => 0 };
        var isNumber = uint.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        if (unit == 0 || !isNumber) { return false; }
        duration = TimeSpan.FromSeconds((long)number * unit);
        return duration > TimeSpan.Zero && duration <= Longest;
    }

    /// <summary>For <c>Option.CustomParser</c>.</summary>
    public static TimeSpan? Parse(ArgumentResult result)
    {
        if (TryParse(result.Tokens[^1].Value, out var duration)) { return duration; }
        result.AddError($"'{result.Tokens[^1].Value}' is not a time like 30s, 15m, 24h or 7d");
        return null;
    }

    /// <summary>The largest unit that says it: "3 hours".</summary>
    public static string InWords(TimeSpan duration)
    {
        var (number, unit) = duration switch
        {
            { TotalDays: >= 2 } => ((long)duration.TotalDays, "day"),
            { TotalHours: >= 2 } => ((long)duration.TotalHours, "hour"),
            { TotalMinutes: >= 2 } => ((long)duration.TotalMinutes, "minute"),
            _ => ((long)duration.TotalSeconds, "second"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{number} {unit}{(number == 1 ? "" : "s")}");
    }
}
