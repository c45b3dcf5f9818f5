// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using Vigil.Tlog.Audit;
using Vigil.Tlog.Policies;

namespace Vigil.Cli.Auditing;

/// <summary>A verdict in plain words.</summary>
internal static class VerdictText
{
    private const int MostListed = 10;

    public static string Of(Verdict verdict)
    {
        var text = new StringBuilder();
        text.Append(Headline(verdict)).Append("  ").Append(verdict.Target).Append('\n');
        if (verdict.Problem is { } problem) { Line(text, "reason", Safe(problem)); }
        if (verdict.Report is { } report) { Describe(text, verdict, report); }
        ListFindings(text, verdict);
        foreach (var file in verdict.EvidenceFiles) { Line(text, "evidence", file); }
        text.Append('\n').Append(Meaning(verdict)).Append('\n');
        return text.ToString();
    }

    private static string Headline(Verdict verdict) => verdict.Judgement switch
    {
        Judgement.Good => "GOOD",
        Judgement.Refused => "REFUSED",
        _ => "NOT CHECKED",
    };

    private static void Describe(StringBuilder text, Verdict verdict, AuditReport report)
    {
        DescribeCheckpoint(text, verdict, report.Checkpoint);
        if (!report.Checkpoint.Accepted) { return; }
        var types = string.Join(", ", verdict.Types.Select(t => $"{t.Value} {t.Key}"));
        Line(text, "entries", $"{report.Entries} read and hashed ({types})");
        if (report.UnknownEntries > 0)
        {
            Line(text, "", $"{report.UnknownEntries} of types that this version does not know: hashed, not understood");
        }
        if (verdict.Orders is { } orders) { OrdersText.Describe(orders, line => Line(text, "orders", line)); }
        if (verdict.Acts is { } acts) { StaffActsWords.Describe(acts, line => Line(text, "by", Safe(line))); }
        Line(text, "tiles", $"{report.Tiles} compared with what the entries make{LeftOvers(verdict)}");
        Line(text, "memory", $"{report.ConsistentWith} earlier checkpoints are beginnings of this log");
        if (verdict.FilesFetched + verdict.FilesReused > 0)
        {
            Line(text, "files", $"{verdict.FilesFetched} downloaded, {verdict.FilesReused} were here");
        }
    }

    private static void DescribeCheckpoint(StringBuilder text, Verdict verdict, CheckpointVerdict signed)
    {
        if (signed.Checkpoint is { } checkpoint)
        {
            Line(text, "log", $"{Safe(checkpoint.Origin)}, {checkpoint.Head.Size} entries, root {checkpoint.Head.Root}");
        }
        if (verdict.Policy is { Witnesses.Count: > 0 } policy)
        {
            var names = string.Join(", ", signed.Witnesses.Select(w => w.Name));
            Line(text, "witnesses", $"{signed.Witnesses.Count} of {policy.Witnesses.Count}{(names.Length > 0 ? ": " : "")}{Safe(names)}");
        }
        if (signed.NewestCosignature is { } newest && newest <= (ulong)DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            var age = verdict.Time - DateTimeOffset.FromUnixTimeSeconds((long)newest);
            var words = age < TimeSpan.Zero ? "from the future" : $"{Duration.InWords(age)} old";
            Line(text, "freshness", $"the newest cosignature is {words}");
        }
    }

    private static string LeftOvers(Verdict verdict)
    {
        var text = new StringBuilder();
        Add(verdict.LeftOvers, "older ones agree");
        Add(verdict.TilesAhead, "beyond the checkpoint, not judged");
        Add(verdict.ForeignFiles, "files that are no tiles, not judged");
        return text.ToString();

        void Add(int count, string what)
        {
            if (count > 0) { text.Append(CultureInfo.InvariantCulture, $"; {count} {what}"); }
        }
    }

    private static void ListFindings(StringBuilder text, Verdict verdict)
    {
        foreach (var finding in verdict.Findings.Take(MostListed)) { Line(text, "finding", $"{finding.Code}: {Safe(finding.Reason)}"); }
        var rest = verdict.FindingsTotal - Math.Min(verdict.Findings.Count, MostListed);
        if (rest > 0) { Line(text, "", $"and {rest} more (--json lists up to {AuditFindings.MaxKept})"); }
    }

    private static string Meaning(Verdict verdict) => verdict.Judgement switch
    {
        Judgement.Good when verdict.Policy!.Witnesses.Count == 0 =>
            "Whole, and one history with all that this computer saw before. No witness vouches that others see the same, nor how old it "
            + "is.",
        Judgement.Good => "Whole, fresh, witnessed, and one history with all that this computer saw before.",
        Judgement.Refused when verdict.EvidenceFiles.Count > 0 =>
            "This log has shown two histories. Keep the evidence file, show it to others, and do not rely on this log.",
        Judgement.Refused => "Do not rely on this log before this is explained.",
        _ => "This says nothing about the log, neither good nor bad.",
    };

    private static void Line(StringBuilder text, string label, string value) =>
        text.Append(CultureInfo.InvariantCulture, $"  {label,-10} {value}\n");

    /// <summary>Names and reasons can carry what a log wrote: nothing of it may steer a terminal.</summary>
    private static string Safe(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));
}
