// SPDX-License-Identifier: Apache-2.0
using Microsoft.Data.Sqlite;
using Vigil.Server.Log.Files;
using Vigil.Tlog.Tiles;

namespace Vigil.Server.Log.Opening;

/// <summary>Takes a log up where it was left, or refuses: what cannot be shown to be the whole log may not be signed further.</summary>
internal static class LogOpening
{
    /// <remarks>
    /// (1) every checkpoint that was signed lately, from three places    <see cref="SignedPlaces.Read"/>
    /// (2) the right edge of the newest, authenticated                   <see cref="TileBuilder.TryResume"/>    a few tiles, whatever the size
    /// (3) the newest extends each of the others                         <see cref="GrowthCheck.Check"/>
    /// (4) the index of ids is not ahead of it                           <see cref="EntryIndex"/>
    /// (5) both places hold the newest                                   <see cref="SignedPlaces.Store"/>
    /// </remarks>
    /// <exception cref="LogStoreException">rolled back or damaged; the message names the file</exception>
    public static LogWriter Open(LogIdentity identity, DurableFolder folder, DurableFolder state, SignedPlaces places, ILogger<PublicLog> logger)
    {
        var tiles = new FolderTiles(folder);
        // (1)
        var signed = places.Read(identity.Signer.Key, folder);
        var newest = signed.Count == 0 ? null : signed[0].Signed;
        // (2)
        var edge = newest is null ? new TileBuilder() : Resume(tiles, newest);
        // (3)
        foreach (var (older, file) in signed.Skip(1))
        {
            if (older.Head.Size == newest!.Head.Size && older.Head.Root != newest.Head.Root)
            {
                throw new LogStoreException(file, $"another tree of size {older.Head.Size} than in '{signed[0].File}': this log was forked, its key must not be used again");
            }
            GrowthCheck.Check(tiles, older.Head, newest.Head);
        }
        // (4)
        var index = OpenIndex(state.PathOf(EntryIndex.FileName));
        try
        {
            if (index.Size > edge.Size)
            {
                throw new LogStoreException(signed.Count == 0 ? places.First : signed[0].File, $"says {edge.Size} entries, but '{EntryIndex.FileName}' knows {index.Size}: the log was rolled back");
            }
            // (5)
            if (newest is not null && signed.Count(one => one.Signed.Head == newest.Head && one.File != folder.PathOf(Publisher.FileName)) < 2) { places.Store(newest.Note); }
            return new LogWriter(identity.Signer, folder, places, index, edge, newest, logger);
        }
        catch
        {
            index.Dispose();
            throw;
        }
    }

    private static TileBuilder Resume(FolderTiles tiles, SignedHead newest)
    {
        if (!TileBuilder.TryResume(tiles, newest.Head, out var edge, out var failure)) { throw GrowthCheck.Damage(tiles, newest.Head, failure); }
        if (newest.Head.Size > 0) { GrowthCheck.CheckEntries(tiles, newest.Head, newest.Head.Size - 1); }
        return edge!;
    }

    private static EntryIndex OpenIndex(string path)
    {
        try { return EntryIndex.Open(path); }
        catch (SqliteException e) { throw new LogStoreException(path, $"cannot be opened: {e.Message}"); }
    }
}
