// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;

namespace Vigil.Replay.Telling;

/// <summary>The whole play as one line of JSON, for programs.</summary>
internal static class VerdictJson
{
    public static string Of(IReadOnlyList<Verdict> verdicts)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteStartArray("acts");
            foreach (var verdict in verdicts) { Write(json, verdict); }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void Write(Utf8JsonWriter json, Verdict verdict)
    {
        json.WriteStartObject();
        json.WriteNumber("act", verdict.Scenario.Act);
        json.WriteString("name", verdict.Scenario.Name);
        json.WriteString("verdict", JsonNamingPolicy.SnakeCaseLower.ConvertName(verdict.Outcome.ToString()));
        if (verdict.KnownWithin is { } within) { json.WriteNumber("known_within_s", within.TotalSeconds); }
        json.WriteNumber("took_s", verdict.Took.TotalSeconds);
        if (verdict.Why is { } why) { json.WriteString("why", why); }
        json.WriteStartArray("open");
        foreach (var part in verdict.Open) { json.WriteStringValue(part); }
        json.WriteEndArray();
        json.WriteStartArray("attempts");
        foreach (var attempt in verdict.Attempts) { Write(json, attempt); }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Attempt attempt)
    {
        json.WriteStartObject();
        json.WriteString("tried", attempt.Tried);
        json.WriteString("means", attempt.Means);
        json.WriteString("came_out", attempt.CameOut);
        json.WriteBoolean("held", attempt.Held);
        if (attempt.KnownAfter is { } after) { json.WriteNumber("known_after_s", after.TotalSeconds); }
        json.WriteEndObject();
    }
}
