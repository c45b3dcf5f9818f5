// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using Vigil.Orders.Auditing;
using Vigil.Tlog.Entries;

namespace Vigil.Cli.Auditing;

/// <summary>What one member of the staff did, for a person and for programs.</summary>
internal static class StaffActsWords
{
    public static void Describe(StaffActs acts, Action<string> line)
    {
        line(acts.IsKnown ? $"{acts.Member}: {acts.Acts.Count} acts and attempts" : $"{acts.Member}: no roster of this log ever named such a member");
        foreach (var act in acts.Acts) { line(Words(act)); }
    }

    public static void Write(Utf8JsonWriter json, StaffActs acts)
    {
        json.WriteStartObject("by");
        json.WriteString("member", acts.Member);
        json.WriteBoolean("known", acts.IsKnown);
        json.WriteStartArray("acts");
        foreach (var act in acts.Acts) { Write(json, act); }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Words(StaffAct act)
    {
        var words = string.Create(CultureInfo.InvariantCulture, $"entry {act.Index}, {EntryTime.ToText(act.Time)}: {act.Deed}");
        if (act.Action is { } action) { words += $" {action}"; }
        if (act.Others.Count > 0) { words += $" with {string.Join(", ", act.Others)}"; }
        if (act.Reasons.Count > 0) { words += $", refused: {string.Join(", ", act.Reasons)}"; }
        return act.Subject is { } subject ? $"{words}; concerns {subject}" : words;
    }

    private static void Write(Utf8JsonWriter json, StaffAct act)
    {
        json.WriteStartObject();
        json.WriteNumber("entry", act.Index);
        json.WriteString("time", EntryTime.ToText(act.Time));
        json.WriteString("deed", act.Deed);
        if (act.Action is { } action) { json.WriteString("action", action); }
        if (act.Subject is { } subject) { json.WriteString("subject", subject); }
        WriteTexts(json, "others", act.Others);
        WriteTexts(json, "reasons", act.Reasons);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) { json.WriteStringValue(text); }
        json.WriteEndArray();
    }
}
