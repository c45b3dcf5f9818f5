// SPDX-License-Identifier: Apache-2.0
using Vigil.Cli.Mirroring;
using Vigil.Orders.Auditing;
using Vigil.Tlog.Audit;
using Vigil.Tlog.Notes;

namespace Vigil.Cli.Auditing;

/// <summary>One audit of one log, from the served files to the verdict.</summary>
/// <remarks>
/// (1) whose word counts            <see cref="PolicyChoice"/>
/// (2) the newest checkpoint        is remembered at once if the log signed it: <see cref="SeenCheckpoints"/>
/// (3) the files                    <see cref="ServerFiles"/>; a folder is read in place
/// (4) the audit                    <see cref="LogAudit"/>
/// (5) what else lies there         <see cref="LeftOvers"/>
/// (6) evidence                     <see cref="ForkEvidence"/>
/// </remarks>
internal sealed class AuditRun(AuditSettings settings, TimeProvider time, Progress progress)
{
    private EntryNotes _notes = new();
    private OrdersRule? _orders;
    private StaffActs? _acts;

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
        using var http = target.Address is null ? null : new HttpLogFiles(target.Address, time);
        // (1), (2)
        var policy = PolicyChoice.Load(settings, state);
        var note = await ReadCheckpointAsync(target, http, stop);
        var subject = new AuditSubject(state, policy, note, state.Checkpoints.All());
        if (subject.Signed is { } signed) { state.Checkpoints.Remember(signed, note); }
        // (3), (4)
        var server = http is null ? null : new ServerFiles(http, state, time, progress);
        var files = target.Folder is null ? state.Log : new FolderFiles(target.Folder);
        var report = server is not null && subject.Accepted is { } head
            ? await server.AuditAsync(head, folder => Audit(folder, subject, stop), settings.Refetch, stop)
            : Audit(files, subject, stop);
        // (5)
        var leftOvers = await CheckLeftOversAsync(subject, server, files, stop);
        IReadOnlyList<AuditFinding> more = [.. leftOvers.Findings, .. UnwitnessedForks(subject)];
        var findings = report.Findings.Concat(more).Select(finding => Named(finding, subject)).ToList();
        if (findings.Count == 0) { server?.Tidy(note, leftOvers); }
        // (6)
        var evidence = WriteEvidence(subject, findings, files, server?.EarlierFiles is { } earlier ? new FolderFiles(earlier) : files);
        return Conclude(target, subject, report, findings) with
        {
            FindingsTotal = report.FindingsTotal + more.Count,
            EvidenceFiles = evidence,
            LeftOvers = leftOvers.Agreeing.Count,
            TilesAhead = leftOvers.Ahead,
            ForeignFiles = leftOvers.Foreign,
            FilesFetched = server?.Fetched ?? 0,
            FilesReused = server?.Reused ?? 0,
        };
    }

    private static async Task<byte[]> ReadCheckpointAsync(AuditTarget target, HttpLogFiles? http, CancellationToken stop)
    {
        const string name = "checkpoint";
        var bytes = http is null
            ? new FolderFiles(target.Folder!).Read(name, SignedNote.MaxBytes)
            : await http.ReadAsync(name, SignedNote.MaxBytes, stop);
        return bytes ?? throw new CannotCheckException(target.NoCheckpoint);
    }

    private AuditReport Audit(FolderFiles files, AuditSubject subject, CancellationToken stop)
    {
        _notes = new EntryNotes();
        _orders = new OrdersRule(subject.Origin);
        _acts = settings.By is { } member ? new StaffActs(member, _orders) : null;
        var options = new AuditOptions
        {
            MaxAge = settings.MaxAge,
            RequireAllWitnesses = settings.RequireAllWitnesses,
            Rules = [.. AuditRules.For(subject.Origin, _orders), _notes, .. _acts is null ? [] : new IEntryRule[] { _acts }],
        };
        var remembered = subject.Seen.Select(s => s.Note);
        return new LogAudit(files, subject.Policy, options).Run(subject.Note, remembered, time.GetUtcNow(), told =>
        {
            stop.ThrowIfCancellationRequested();
            progress.Report("checking entries", told.Entries, told.Size);
        });
    }

    private static async Task<LeftOvers> CheckLeftOversAsync(
        AuditSubject subject, ServerFiles? server, FolderFiles files, CancellationToken stop)
    {
        if (subject.Accepted is not { } head) { return new LeftOvers(); }
        return server is null ? LeftOvers.Check(files, head) : await server.CheckLeftOversAsync(head, stop);
    }

    /// <summary>A checkpoint that too few witnesses signed ends the audit, but can still give the log away.</summary>
    private static IEnumerable<AuditFinding> UnwitnessedForks(AuditSubject subject)
    {
        if (subject.Accepted is not null || subject.Signed is not { } head) { return []; }
        return subject.Seen
            .Where(s => s.Checkpoint is { } c && c.Origin == subject.Origin && c.Head.Size == head.Size && c.Head.Root != head.Root)
            .Select(s => new AuditFinding(AuditCode.Forked, $"at size {head.Size} the log signed another root before")
            {
                Evidence = s.Note,
            });
    }

    /// <param name="subject">Has the later checkpoint; a finding has the earlier one.</param>
    /// <param name="findings">Those of a fork, or of a log that went back.</param>
    /// <param name="now">Today's files.</param>
    /// <param name="before">The files of the larger log, where it went back: it forked too if they do not begin as it does now.</param>
    private List<string> WriteEvidence(AuditSubject subject, List<AuditFinding> findings, FolderFiles now, FolderFiles before)
    {
        var written = new List<string>();
        foreach (var finding in findings.Where(f => f.Code is AuditCode.Forked or AuditCode.Shrunk))
        {
            var larger = finding.Code == AuditCode.Forked ? now : before;
            var file = ForkEvidence.Write(subject.State, finding.Code, finding.Evidence.Span, subject.Note, larger, time.GetUtcNow());
            if (file is not null) { written.Add(file); }
        }
        return written;
    }

    /// <summary>Says which file of the memory is damaged.</summary>
    private static AuditFinding Named(AuditFinding finding, AuditSubject subject) =>
        finding.Code == AuditCode.MemoryDamaged && subject.Seen.FirstOrDefault(s => s.Note.Equals(finding.Evidence)) is { } damaged
            ? finding with { Reason = $"{damaged.File}: {finding.Reason}" }
            : finding;

    private Verdict Conclude(AuditTarget target, AuditSubject subject, AuditReport report, List<AuditFinding> findings)
    {
        // A damaged memory is our own trouble: no word about the log, but no "good" either.
        var isOnlyMemory = findings.Count > 0 && findings.All(f => f.Code == AuditCode.MemoryDamaged);
        var judgement = findings.Count == 0 ? Judgement.Good : isOnlyMemory ? Judgement.Unchecked : Judgement.Refused;
        return new Verdict(judgement, target.Name, time.GetUtcNow())
        {
            Problem = isOnlyMemory ? $"the memory in {subject.State.Checkpoints.Folder} is damaged or belongs to another log" : null,
            StateFolder = subject.State.Root,
            Policy = subject.Policy,
            Report = report,
            Findings = findings,
            Types = _notes.Types,
            Recent = _notes.Recent,
            Orders = _orders,
            Acts = _acts,
        };
    }
}
