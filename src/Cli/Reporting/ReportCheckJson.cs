// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using Vigil.Server.Reports;

namespace Vigil.Cli.Reporting;

/// <summary>A checked report for programs (docs/operations/reports.md). Members are added, never renamed, within version 1.</summary>
internal static class ReportCheckJson
{
    public static string Of(ReportCheck check) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("v", 1);
        json.WriteString("verdict", check.IsGood ? "good" : "refused");
        json.WriteString("code", check.Code);
        json.WriteString("words", check.Words);
        // Never silent about what was left out.
        json.WriteBoolean("tags_checked", false);
        if (check.IsGood) { WriteProven(json, check); }
        json.WriteEndObject();
    });

    /// <summary>A text as JSON quotes it: ASCII, control characters escaped.</summary>
    public static string Quote(string text) => Write(json => json.WriteStringValue(text));

    private static void WriteProven(Utf8JsonWriter json, ReportCheck check)
    {
        json.WriteString("meeting", check.Meeting);
        json.WriteString("stamp_key", check.StampKey);
        json.WriteString("note", check.Note);
        json.WriteStartArray("messages");
        foreach (var message in check.Messages)
        {
            json.WriteStartObject();
            json.WriteString("participant", message.Participant);
            json.WriteString("leaf_key", message.LeafKey);
            json.WriteString("seq", $"{message.Seq}");
            json.WriteString("time", message.Time.UtcDateTime);
            json.WriteString("content", message.Content);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static string Write(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream)) { write(json); }
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
