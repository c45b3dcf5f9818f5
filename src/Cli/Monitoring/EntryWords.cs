// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Entries;

namespace Vigil.Cli.Monitoring;

/// <summary>An entry in one line for people.</summary>
internal static class EntryWords
{
    private const int MostCharacters = 120;

    public static string Title(LogEntry entry) => entry.Type switch
    {
        EntryTypes.Genesis => $"The log {Text(entry, "origin")} begins",
        EntryTypes.ServerKey => $"Key for {Text(entry, "purpose")}: {Text(entry, "state")}",
        EntryTypes.Release => $"Release {Text(entry, "version")}",
        EntryTypes.WitnessChange => "The witnesses change",
        EntryTypes.Statement => $"Statement: {Text(entry, "text")}",
        _ => $"{entry.Type} (a type that this version does not know)",
    };

    private static string Text(LogEntry entry, string member)
    {
        var text = entry.Body.GetProperty(member).GetString()!;
        return text.Length <= MostCharacters ? text : string.Concat(text.AsSpan(0, MostCharacters), "…");
    }
}
