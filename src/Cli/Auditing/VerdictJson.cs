// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using Vigil.Tlog.Audit;
using Vigil.Tlog.Entries;

namespace Vigil.Cli.Auditing;

/// <summary>A verdict for programs (docs/operations/audit.md). Members are added, never renamed, within version 1.</summary>
internal static class VerdictJson
{
    public static string Of(Verdict verdict)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("v", 1);
            json.WriteString("verdict", Snake(verdict.Judgement.ToString()));
            json.WriteNumber("exit", verdict.ExitCode);
            json.WriteString("target", verdict.Target);
            json.WriteString("time", EntryTime.ToText(verdict.Time));
            json.WriteNumber("seconds", Math.Round(verdict.Elapsed.TotalSeconds, 3));
            if (verdict.Problem is { } problem) { json.WriteString("problem", problem); }
            if (verdict.StateFolder is { } state) { json.WriteString("state", state); }
            if (verdict.Report is { } report) { WriteReport(json, verdict, report); }
            if (verdict is { Report.Checkpoint.Accepted: true, Orders: { } orders }) { OrdersJson.Write(json, orders, verdict.Time); }
            if (verdict is { Report.Checkpoint.Accepted: true, Acts: { } acts }) { StaffActsWords.Write(json, acts); }
            WriteFindings(json, verdict);
            WriteTexts(json, "evidence", verdict.EvidenceFiles);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void WriteReport(Utf8JsonWriter json, Verdict verdict, AuditReport report)
    {
        if (report.Checkpoint.Checkpoint is { } checkpoint)
        {
            json.WriteString("origin", checkpoint.Origin);
            json.WriteNumber("size", checkpoint.Head.Size);
            json.WriteString("root", checkpoint.Head.Root.ToString());
        }
        WriteTexts(json, "witnesses", report.Checkpoint.Witnesses.Select(w => w.Name));
        json.WriteNumber("witnesses_in_policy", verdict.Policy?.Witnesses.Count ?? 0);
        if (report.Checkpoint.NewestCosignature is { } newest) { json.WriteNumber("newest_cosignature", newest); }
        json.WriteNumber("entries", report.Entries);
        json.WriteNumber("entries_of_unknown_type", report.UnknownEntries);
        json.WriteStartObject("types");
        foreach (var (type, count) in verdict.Types) { json.WriteNumber(type, count); }
        json.WriteEndObject();
        json.WriteNumber("tiles", report.Tiles);
        json.WriteNumber("older_tiles", verdict.LeftOvers);
        json.WriteNumber("tiles_ahead", verdict.TilesAhead);
        json.WriteNumber("foreign_files", verdict.ForeignFiles);
        json.WriteNumber("consistent_with", report.ConsistentWith);
        json.WriteNumber("files_fetched", verdict.FilesFetched);
        json.WriteNumber("files_reused", verdict.FilesReused);
    }

    private static void WriteFindings(Utf8JsonWriter json, Verdict verdict)
    {
        json.WriteNumber("findings_total", verdict.FindingsTotal);
        json.WriteStartArray("findings");
        foreach (var finding in verdict.Findings)
        {
            json.WriteStartObject();
            json.WriteString("code", Snake(finding.Code.ToString()));
            json.WriteString("reason", finding.Reason);
            if (finding.Rule is { } rule) { json.WriteString("rule", rule); }
            if (finding.Tile is { } tile) { json.WriteString("tile", tile.ToString()); }
            if (finding.Entry is { } entry) { json.WriteNumber("entry", entry); }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) { json.WriteStringValue(text); }
        json.WriteEndArray();
    }

    private static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
