// SPDX-License-Identifier: Apache-2.0
using Vigil.Cli.Mirroring;
using Vigil.Tlog.Audit;
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Notes;
using Vigil.Tlog.Policies;

namespace Vigil.Cli.Auditing;

/// <summary>One audit of one log, from the served files to the verdict.</summary>
/// <remarks>
/// (1) whose word counts            <see cref="PolicyChoice"/>
/// (2) the newest checkpoint        is remembered at once if the log signed it: <see cref="SeenCheckpoints"/>
/// (3) the files                    <see cref="Mirror"/>; a folder is read in place
/// (4) the audit                    <see cref="LogAudit"/>
/// (5) a second look                at all files anew, if what was downloaded earlier does not fit: is it the log, or our folder?
/// (6) what else lies there         <see cref="LeftOvers"/>
/// (7) evidence                     <see cref="ForkEvidence"/>
/// </remarks>
internal sealed class AuditRun(AuditSettings settings, TimeProvider time, Progress progress)
{
    private readonly List<AuditFinding> _more = [];
    private readonly List<string> _evidence = [];
    private EntryNotes _notes = new();
    private string? _earlierFiles;
    private long _fetched;
    private long _reused;

    /// <summary>What is audited with what: the same for the first and the second look.</summary>
    private sealed record Subject(StateFolder State, LogPolicy Policy, byte[] Note, IReadOnlyList<SeenCheckpoint> Seen, TreeHead? Head)
    {
        public bool IsAccepted { get; } = SignedNote.TryParse(Note, out var parsed, out _) && Policy.Check(parsed!).Accepted;
    }

    public async Task<Verdict> RunAsync(CancellationToken stop)
    {
        var started = time.GetTimestamp();
        try
        {
            var verdict = await RunCoreAsync(stop);
            return verdict with { Elapsed = time.GetElapsedTime(started) };
        }
        catch (Exception e) when (e is CannotCheckException or IOException or UnauthorizedAccessException)
        {
            return new Verdict(Judgement.Unchecked, settings.Target, time.GetUtcNow()) { Problem = e.Message };
        }
        finally { progress.End(); }
    }

    private async Task<Verdict> RunCoreAsync(CancellationToken stop)
    {
        var target = AuditTarget.Parse(settings.Target);
        using var state = StateFolder.Open(settings.State ?? target.StateFolder);
        // (1)
        var policy = PolicyChoice.Load(settings, state);
        using var http = target.Address is null ? null : new HttpLogFiles(target.Address, time);
        // (2)
        var note = await ReadCheckpointAsync(target, http, stop);
        var seen = state.Checkpoints.All();
        var head = Remember(state, policy, note);
        var subject = new Subject(state, policy, note, seen, head);
        // (3), (4), (5)
        var report = http is null
            ? Audit(new FolderFiles(target.Folder!), subject, stop)
            : await AuditServerAsync(http, subject, stop);
        // (6), (7)
        var files = target.Folder is null ? state.Log : new FolderFiles(target.Folder);
        var leftOvers = report.Checkpoint.Accepted ? LeftOvers.Check(files, head!.Value) : new LeftOvers();
        _more.AddRange(leftOvers.Findings);
        if (!report.Checkpoint.Accepted && head is { } unwitnessed) { CompareSameSize(unwitnessed, seen); }
        var findings = report.Findings.Concat(_more).Select(finding => Named(finding, seen)).ToList();
        WriteEvidence(subject, findings, files);
        if (findings.Count == 0 && target.Folder is null) { Tidy(state, note, leftOvers); }
        return Conclude(target, subject, report, findings) with
        {
            LeftOvers = leftOvers.Agreeing.Count,
            TilesAhead = leftOvers.Ahead,
            ForeignFiles = leftOvers.Foreign,
        };
    }

    /// <summary>Downloads what is missing and audits the mirror; with <c>--refetch</c>, and in doubt, everything anew.</summary>
    private async Task<AuditReport> AuditServerAsync(HttpLogFiles http, Subject subject, CancellationToken stop)
    {
        // Without the quorum's word the files are not worth fetching.
        if (subject.Head is not { } head || !subject.IsAccepted) { return Audit(subject.State.Log, subject, stop); }
        if (settings.Refetch) { return await LookAgainAsync(http, subject, head, stop); }
        var mirror = new Mirror(http, subject.State.Log, subject.State.Writer);
        await mirror.UpdateAsync(head.Size, Downloading, stop);
        (_fetched, _reused) = (mirror.Fetched, mirror.Reused);
        var report = Audit(subject.State.Log, subject, stop);
        return mirror.Reused > 0 && AccusesFiles(report) ? await LookAgainAsync(http, subject, head, stop) : report;
    }

    private static async Task<byte[]> ReadCheckpointAsync(AuditTarget target, HttpLogFiles? http, CancellationToken stop)
    {
        const string name = "checkpoint";
        var bytes = http is null
            ? new FolderFiles(target.Folder!).Read(name, SignedNote.MaxBytes)
            : await http.ReadAsync(name, SignedNote.MaxBytes, stop);
        return bytes ?? throw new CannotCheckException(target.NoCheckpoint);
    }

    /// <summary>The head that the log signed, whether or not witnesses did; null if it signed none.</summary>
    private static TreeHead? Remember(StateFolder state, LogPolicy policy, byte[] note)
    {
        if (!SignedNote.TryParse(note, out var parsed, out _)) { return null; }
        var verdict = policy.Check(parsed!);
        if (verdict.Log is null) { return null; }
        state.Checkpoints.Remember(verdict.Checkpoint!.Head, note);
        return verdict.Checkpoint.Head;
    }

    private AuditReport Audit(FolderFiles files, Subject subject, CancellationToken stop)
    {
        _notes = new EntryNotes();
        var origin = SeenCheckpoint.Read(subject.Note)?.Origin ?? "";
        var options = new AuditOptions
        {
            MaxAge = settings.MaxAge,
            RequireAllWitnesses = settings.RequireAllWitnesses,
            Rules = [.. AuditRules.For(origin), _notes],
        };
        return new LogAudit(files, subject.Policy, options).Run(subject.Note, subject.Seen.Select(s => s.Note), time.GetUtcNow(), told =>
        {
            stop.ThrowIfCancellationRequested();
            progress.Report("checking entries", told.Entries, told.Size);
        });
    }

    /// <summary>
    /// Files of earlier runs and files of today do not fit together. All are fetched anew: if they fit now, our folder was damaged; if not,
    /// the log itself is accused, and if it shows another history than before, its earlier files are evidence.
    /// </summary>
    private async Task<AuditReport> LookAgainAsync(HttpLogFiles http, Subject subject, TreeHead head, CancellationToken stop)
    {
        var state = subject.State;
        StateFolder.Delete(state.SecondLook.Folder);
        Directory.CreateDirectory(state.SecondLook.Folder);
        var mirror = new Mirror(http, state.SecondLook, state.Writer);
        await mirror.UpdateAsync(head.Size, Downloading, stop);
        (_fetched, _reused) = (_fetched + mirror.Fetched, 0);
        var report = Audit(state.SecondLook, subject, stop);
        var isFork = report.Findings.Any(f => f.Code is AuditCode.Forked or AuditCode.Shrunk);
        if (AccusesFiles(report) && !isFork)
        {
            // The same accusation twice; the earlier download is the better one to go on from.
            StateFolder.Delete(state.SecondLook.Folder);
            return report;
        }
        _earlierFiles = isFork && Directory.Exists(state.Log.Folder) ? state.NewFolderForFiles(time.GetUtcNow()) : null;
        state.ReplaceLog(_earlierFiles);
        return report;
    }

    private static bool AccusesFiles(AuditReport report) =>
        report.Findings.Any(f => f.Code is AuditCode.TileMissing or AuditCode.TileDamaged or AuditCode.RootMismatch);

    /// <summary>A checkpoint that the witnesses did not see can still give the log away.</summary>
    private void CompareSameSize(TreeHead head, IReadOnlyList<SeenCheckpoint> seen)
    {
        foreach (var earlier in seen.Where(s => s.Checkpoint is { } c && c.Head.Size == head.Size && c.Head.Root != head.Root))
        {
            _more.Add(new AuditFinding(AuditCode.Forked, $"at size {head.Size} the log signed another root before") { Evidence = earlier.Note });
        }
    }

    private void WriteEvidence(Subject subject, IReadOnlyList<AuditFinding> findings, FolderFiles now)
    {
        var before = _earlierFiles is null ? subject.State.Log : new FolderFiles(_earlierFiles);
        foreach (var finding in findings)
        {
            // A smaller log is a fork too if its earlier files do not begin as it does.
            if (finding.Code is not (AuditCode.Forked or AuditCode.Shrunk)) { continue; }
            var larger = finding.Code == AuditCode.Forked ? now : before;
            if (ForkEvidence.Write(subject.State, finding.Code, finding.Evidence.Span, subject.Note, larger, time.GetUtcNow()) is { } file) { _evidence.Add(file); }
        }
    }

    /// <summary>Says which file of the memory is damaged.</summary>
    private static AuditFinding Named(AuditFinding finding, IReadOnlyList<SeenCheckpoint> seen) =>
        finding.Code == AuditCode.MemoryDamaged && seen.FirstOrDefault(s => s.Note.Equals(finding.Evidence)) is { } damaged
            ? finding with { Reason = $"{damaged.File}: {finding.Reason}" }
            : finding;

    /// <summary>A good mirror is a log like any other: its checkpoint lies beside its tiles, and outgrown partial tiles go.</summary>
    private static void Tidy(StateFolder state, byte[] note, LeftOvers leftOvers)
    {
        foreach (var file in leftOvers.Agreeing) { File.Delete(file); }
        state.Writer.Write(Path.Combine(state.Log.Folder, "checkpoint"), note);
    }

    private Verdict Conclude(AuditTarget target, Subject subject, AuditReport report, List<AuditFinding> findings)
    {
        // A damaged memory is our own trouble: no word about the log, but no "good" either.
        var isOnlyMemory = findings.Count > 0 && findings.All(f => f.Code == AuditCode.MemoryDamaged);
        var judgement = findings.Count == 0 ? Judgement.Good : isOnlyMemory ? Judgement.Unchecked : Judgement.Refused;
        return new Verdict(judgement, target.Name, time.GetUtcNow())
        {
            Policy = subject.Policy,
            Report = report,
            Findings = findings,
            FindingsTotal = report.FindingsTotal + _more.Count,
            EvidenceFiles = _evidence,
            Types = _notes.Types,
            Recent = _notes.Recent,
            FilesFetched = _fetched,
            FilesReused = _reused,
            StateFolder = subject.State.Root,
            Problem = isOnlyMemory ? $"the memory in {subject.State.Checkpoints.Folder} is damaged or belongs to another log" : null,
        };
    }

    private void Downloading(ulong done, ulong total) => progress.Report("downloading files", done, total);
}
