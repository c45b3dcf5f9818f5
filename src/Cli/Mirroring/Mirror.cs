// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Tiles;

namespace Vigil.Cli.Mirroring;

/// <summary>
/// Keeps a folder of the files that a log of some size consists of, and fetches what is not there. Nothing is believed here: the audit
/// reads all of it afterwards.
/// </summary>
/// <remarks>
/// A file gets its name when it is whole, so an interrupted download goes on where it stopped. Files never change under their names,
/// save that a partial tile may be gone once the full one exists, which then stands in for it.
/// </remarks>
internal sealed class Mirror(ILogFiles source, FolderFiles folder, AtomicFiles writer)
{
    /// <summary>Files fetched at the same time.</summary>
    public const int AtOnce = 8;

    /// <summary>A log that lacks this many files is refused anyway; its size may be made up.</summary>
    private const int MostMissing = 100;

    private long _done;
    private long _fetched;
    private int _missing;

    /// <summary>Files that came over the network in this run.</summary>
    public long Fetched => _fetched;

    /// <summary>Files that were here before.</summary>
    public long Reused { get; private set; }

    public async Task UpdateAsync(ulong size, Action<ulong, ulong> progress, CancellationToken stop)
    {
        var total = CountOf(size);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = enough.Token };
        try
        {
            await Parallel.ForEachAsync(Wanted(size), options, async (path, token) =>
            {
                await FetchAsync(path, token);
                progress((ulong)Interlocked.Increment(ref _done), total);
                if (_missing > MostMissing) { await enough.CancelAsync(); }
            });
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested && _missing > MostMissing)
        {
            // The audit names the first file that is missing.
        }
    }

    private IEnumerable<TilePath> Wanted(ulong size)
    {
        foreach (var path in TileLayout.All(size))
        {
            if (!Has(path)) { yield return path; continue; }
            Reused++;
            Interlocked.Increment(ref _done);
        }
    }

    private bool Has(in TilePath path) => HasExactly(path) || (!path.IsFull && HasExactly(path.Full));

    private bool HasExactly(in TilePath path)
    {
        var file = new FileInfo(Path.Combine(folder.Folder, path.ToString()));
        return file.Exists && (path.Kind == TileKind.Entries ? file.Length > 0 : file.Length == FolderFiles.LimitOf(path));
    }

    private async Task FetchAsync(TilePath path, CancellationToken stop)
    {
        var bytes = await source.ReadAsync(path.ToString(), FolderFiles.LimitOf(path), stop);
        if (bytes is null && !path.IsFull)
        {
            path = path.Full;
            bytes = await source.ReadAsync(path.ToString(), FolderFiles.LimitOf(path), stop);
        }
        if (bytes is null)
        {
            Interlocked.Increment(ref _missing);
            return;
        }
        writer.Write(Path.Combine(folder.Folder, path.ToString()), bytes);
        Interlocked.Increment(ref _fetched);
    }

    private static ulong CountOf(ulong size)
    {
        var count = 0UL;
        for (var level = 0; TileLayout.HashesAt(size, level) is var hashes and > 0; level++)
        {
            // Level 0 counts twice: hashes and entries.
            count += (hashes + TilePath.FullWidth - 1) / TilePath.FullWidth * (level == 0 ? 2UL : 1);
        }
        return count;
    }
}
