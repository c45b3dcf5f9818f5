// SPDX-License-Identifier: Apache-2.0
using Microsoft.Data.Sqlite;
using Vigil.Server.Log.Files;
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Entries;
using Vigil.Tlog.Notes;
using Vigil.Tlog.Tiles;

namespace Vigil.Server.Log;

/// <summary>The log's one writer: the edge of its tree, its files and its key. One thread at a time.</summary>
internal sealed class LogWriter(
    NoteSigner signer, DurableFolder folder, SignedPlaces places, EntryIndex index, TileBuilder edge, SignedHead? signed, ILogger<PublicLog> logger) : IDisposable
{
    private readonly FolderTiles _tiles = new(folder);

    /// <summary>The tree behind the newest signature.</summary>
    private TileBuilder _edge = edge;

    /// <summary>What was signed but may not be in both places yet. Until it is, nothing else may be signed: it could be another history.</summary>
    private SignedHead? _unstored;

    /// <summary>Of the last batch, until it is tidied up.</summary>
    private (List<UInt128> Ids, StagedTiles Staged)? _untidy;

    private volatile SignedHead? _signed = signed;

    /// <summary>The newest checkpoint that is on the disk. Any thread may ask.</summary>
    public SignedHead? Signed => _signed;

    public FolderTiles Tiles => _tiles;

    /// <summary>Appends a batch; when it returns, every entry that it answers with an index is durable and covered by a signature.</summary>
    /// <remarks>
    /// (1) what an earlier batch left undone     <see cref="FinishStoring"/>, <see cref="CatchUp"/>
    /// (2) sort out repetitions                  <see cref="BatchPlan.Make"/>
    /// (3) tiles, in a copy of the edge          <see cref="TileBuilder.Append"/>     a batch that fails leaves no trace
    /// (4) onto the disk                         <see cref="DurableFolder.Write(IReadOnlyList{NewFile})"/>
    /// (5) from the disk: the files make the new tree, and it extends the signed one    <see cref="GrowthCheck.Check"/>
    /// (6) sign, and store the signature twice   <see cref="SignedPlaces.Store"/>
    /// (7) index, and partial tiles that full ones replace    <see cref="TidyUp"/>, when those who wait have been told
    /// A crash before (6) loses entries that nobody was told of; the tiles are written over. After it, they are in the log.
    /// </remarks>
    /// <exception cref="IOException">Nothing may be acknowledged; the same entries can be given again.</exception>
    public AppendResult[] Commit(IReadOnlyList<LogEntry> batch)
    {
        // (1)
        FinishStoring();
        CatchUp();
        // (2)
        var plan = BatchPlan.Make(batch, _edge.Size, id => index.TryFind(id, out var number) ? number : null, ReadEntry);
        if (plan.Entries.Count == 0) { return plan.Results; }
        // (3)
        var next = _edge.Copy();
        var staged = new StagedTiles();
        foreach (var entry in plan.Entries) { next.Append(entry.Bytes.Span, staged); }
        next.Flush(staged);
        // (4)
        folder.Write(staged.Files);
        // (5)
        var (old, head) = (_edge.Head, next.Head);
        GrowthCheck.Check(_tiles, old, head);
        GrowthCheck.CheckEntries(_tiles, head, old.Size);
        // (6)
        _unstored = new SignedHead(head, signer.SignNote(new Checkpoint(signer.Key.Name, head).ToBytes()));
        _edge = next;
        FinishStoring();
        _untidy = (plan.Ids, staged);
        return plan.Results;
    }

    /// <summary>
    /// What the last batch left for later (7). Its entries are in the log by now, so nothing that fails here may be told to whoever appended
    /// them; the index is brought up to date before the next batch in any case.
    /// </summary>
    public void TidyUp()
    {
        if (_untidy is not { } batch) { return; }
        _untidy = null;
        try
        {
            index.Add(batch.Ids);
            foreach (var path in batch.Staged.Full) { folder.Drop($"{path}.p"); }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException) { logger.TidyingFailed(e.Message); }
    }

    /// <summary>Whether exactly this entry is in the log.</summary>
    public bool Holds(LogEntry entry)
    {
        CatchUp();
        return EntryId.TryParse(entry.Id, out var id) && index.TryFind(id, out var number) && ReadEntry(number).Span.SequenceEqual(entry.Bytes.Span);
    }

    /// <summary>An entry of the signed tree.</summary>
    public LogEntry Read(ulong number) => LogEntry.TryParse(ReadEntry(number), out var entry, out var failure)
        ? entry!
        : throw new LogStoreException(_tiles.PathOf(TilePath.Entries(number / TilePath.FullWidth)), $"holds what is no entry: {failure}");

    public void Dispose() => index.Dispose();

    private void FinishStoring()
    {
        if (_unstored is not { } head) { return; }
        places.Store(head.Note);
        _signed = head;
        _unstored = null;
    }

    /// <summary>The index may be behind after a crash or a full disk; repetitions are found only when it is not.</summary>
    private void CatchUp()
    {
        if (index.Size == _edge.Size) { return; }
        var tiles = GrowthCheck.Open(_tiles, _edge.Head);
        while (index.Size < _edge.Size)
        {
            var (bundleIndex, first) = Math.DivRem(index.Size, (ulong)TilePath.FullWidth);
            if (!tiles.TryReadBundle(bundleIndex, out var bundle)) { throw GrowthCheck.Damage(_tiles, _edge.Head, tiles.Failure); }
            index.Add([.. Enumerable.Range((int)first, bundle!.Count - (int)first).Select(i => IdOf(bundle[i], bundleIndex))]);
        }
    }

    private UInt128 IdOf(ReadOnlyMemory<byte> bytes, ulong bundle) =>
        LogEntry.TryParse(bytes, out var entry, out var failure) && EntryId.TryParse(entry!.Id, out var id)
            ? id
            : throw new LogStoreException(_tiles.PathOf(TilePath.Entries(bundle)), $"holds what is no entry: {failure}");

    private ReadOnlyMemory<byte> ReadEntry(ulong number)
    {
        var tiles = GrowthCheck.Open(_tiles, _edge.Head);
        return tiles.TryReadEntry(number, out var entry) ? entry : throw GrowthCheck.Damage(_tiles, _edge.Head, tiles.Failure);
    }
}
