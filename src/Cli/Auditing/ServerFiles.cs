// SPDX-License-Identifier: Apache-2.0
using Vigil.Cli.Mirroring;
using Vigil.Tlog.Audit;
using Vigil.Tlog.Checkpoints;

namespace Vigil.Cli.Auditing;

/// <summary>
/// Brings a server's log into the state folder, and keeps apart what speaks against the server from what our disk may have done.
/// </summary>
internal sealed class ServerFiles(HttpLogFiles http, StateFolder state, TimeProvider time, Progress progress)
{
    public long Fetched { get; private set; }
    public long Reused { get; private set; }

    /// <summary>Where the files went that were here before the log showed another history.</summary>
    public string? EarlierFiles { get; private set; }

    /// <summary>Downloads what is missing and audits it; in doubt, or if it is wanted, everything anew.</summary>
    public async Task<AuditReport> AuditAsync(TreeHead head, Func<FolderFiles, AuditReport> audit, bool refetch, CancellationToken stop)
    {
        if (refetch) { return await LookAgainAsync(head, audit, stop); }
        await UpdateAsync(state.Log, head, stop);
        var report = audit(state.Log);
        return Reused > 0 && AccusesFiles(report) ? await LookAgainAsync(head, audit, stop) : report;
    }

    /// <summary>Narrower tiles that disagree are fetched again before the log is accused; what is no longer served accuses nobody.</summary>
    public async Task<LeftOvers> CheckLeftOversAsync(TreeHead head, CancellationToken stop)
    {
        var first = LeftOvers.Check(state.Log, head);
        foreach (var path in first.Findings.Select(f => f.Tile!.Value))
        {
            var file = Path.Combine(state.Log.Folder, path.ToString());
            var served = await http.ReadAsync(path.ToString(), FolderFiles.LimitOf(path), stop);
            if (served is null) { File.Delete(file); } else { state.Writer.Write(file, served); }
        }
        return first.Findings.Count == 0 ? first : LeftOvers.Check(state.Log, head);
    }

    /// <summary>A good mirror is a log like any other: its checkpoint lies beside its tiles, and outgrown partial tiles go.</summary>
    public void Tidy(byte[] checkpoint, LeftOvers leftOvers)
    {
        foreach (var file in leftOvers.Agreeing) { File.Delete(file); }
        state.Writer.Write(Path.Combine(state.Log.Folder, "checkpoint"), checkpoint);
    }

    /// <summary>
    /// Files of earlier runs and files of today do not fit together. All are fetched anew: if they fit now, our folder was damaged; if
    /// not, the log itself is accused, and if it shows another history than before, its earlier files are evidence.
    /// </summary>
    private async Task<AuditReport> LookAgainAsync(TreeHead head, Func<FolderFiles, AuditReport> audit, CancellationToken stop)
    {
        StateFolder.Delete(state.SecondLook.Folder);
        Directory.CreateDirectory(state.SecondLook.Folder);
        await UpdateAsync(state.SecondLook, head, stop);
        var report = audit(state.SecondLook);
        var isFork = report.Findings.Any(f => f.Code is AuditCode.Forked or AuditCode.Shrunk);
        if (AccusesFiles(report) && !isFork)
        {
            // The same accusation twice; the earlier download is the better one to go on from.
            StateFolder.Delete(state.SecondLook.Folder);
            return report;
        }
        EarlierFiles = isFork && Directory.Exists(state.Log.Folder) ? state.NewFolderForFiles(time.GetUtcNow()) : null;
        state.ReplaceLog(EarlierFiles);
        return report;
    }

    private async Task UpdateAsync(FolderFiles folder, TreeHead head, CancellationToken stop)
    {
        var mirror = new Mirror(http, folder, state.Writer);
        await mirror.UpdateAsync(head.Size, (done, total) => progress.Report("downloading files", done, total), stop);
        Fetched += mirror.Fetched;
        Reused = mirror.Reused;
    }

    private static bool AccusesFiles(AuditReport report) =>
        report.Findings.Any(f => f.Code is AuditCode.TileMissing or AuditCode.TileDamaged or AuditCode.RootMismatch);
}
