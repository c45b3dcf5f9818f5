// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Runtime.InteropServices;
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Merkle;

namespace Vigil.Tlog.Tiles;

/// <summary>
/// Makes a log's tiles from its entries, one after the other. It keeps the right edge only: at most 255 hashes on each level and the
/// bundle that is being filled. Not for several threads.
/// </summary>
public sealed class TileBuilder
{
    private readonly List<TreeHash>[] _levels = new List<TreeHash>[TileLayout.Levels];
    private readonly ArrayBufferWriter<byte> _bundle = new();

    /// <summary>Size at the last flush: what did not change since need not be written again.</summary>
    private ulong _flushedSize;

    public TileBuilder()
    {
        for (var level = 0; level < _levels.Length; level++) { _levels[level] = []; }
    }

    public ulong Size { get; private set; }

    public TreeHead Head => new(Size, Root());

    /// <summary>Goes on with a log that exists. Everything that it takes over is authenticated against the head.</summary>
    public static bool TryResume(ITileSource source, TreeHead head, out TileBuilder? builder, out TileFailure failure)
    {
        builder = null;
        if (!AuthenticatedTiles.TryOpen(source, head, out var tiles, out failure)) { return false; }
        var resumed = new TileBuilder { Size = head.Size, _flushedSize = head.Size };
        for (var level = 0; level < TileLayout.Levels; level++) { resumed._levels[level].AddRange(tiles!.Edge(level)); }
        if (resumed._levels[0].Count > 0)
        {
            if (!tiles!.TryReadBundle(head.Size / TilePath.FullWidth, out var bundle)) { failure = tiles.Failure; return false; }
            resumed._bundle.Write(bundle!.Bytes);
        }
        builder = resumed;
        return true;
    }

    /// <summary>Appends an entry, writes the tiles that it fills, returns its index. Its length is the caller's to check.</summary>
    public ulong Append(ReadOnlySpan<byte> entry, ITileSink sink)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entry.Length, EntryBundle.MaxEntryLength, nameof(entry));
        ArgumentNullException.ThrowIfNull(sink);
        EntryBundle.Append(_bundle, entry);
        _levels[0].Add(Rfc6962.Leaf(entry));
        var index = Size++;
        if (_levels[0].Count == TilePath.FullWidth)
        {
            sink.Write(TilePath.Entries(index / TilePath.FullWidth), _bundle.WrittenSpan);
            _bundle.ResetWrittenCount();
            CloseFullTiles(sink);
        }
        return index;
    }

    /// <summary>Writes the partial tiles that changed since the last flush: afterwards the sink has every tile of this size.</summary>
    public void Flush(ITileSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        foreach (var path in TileLayout.Since(_flushedSize, Size))
        {
            // Full tiles were written when they became full.
            if (path.IsFull) { continue; }
            sink.Write(path, path.Kind == TileKind.Entries ? _bundle.WrittenSpan : BytesOf(path.Level));
        }
        _flushedSize = Size;
    }

    /// <summary>An independent builder in the same state, for a batch that may have to be given up.</summary>
    public TileBuilder Copy()
    {
        var copy = new TileBuilder { Size = Size, _flushedSize = _flushedSize };
        for (var level = 0; level < _levels.Length; level++) { copy._levels[level].AddRange(_levels[level]); }
        copy._bundle.Write(_bundle.WrittenSpan);
        return copy;
    }

    private void CloseFullTiles(ITileSink sink)
    {
        Span<TreeHash> fold = stackalloc TreeHash[TilePath.FullWidth];
        for (var level = 0; _levels[level].Count == TilePath.FullWidth; level++)
        {
            var hashes = _levels[level];
            sink.Write(TilePath.Hashes(level, (TileLayout.HashesAt(Size, level) / TilePath.FullWidth) - 1), BytesOf(level));
            hashes.CopyTo(fold);
            hashes.Clear();
            _levels[level + 1].Add(Rfc6962.Fold(fold));
        }
    }

    private ReadOnlySpan<byte> BytesOf(int level) => TileBytes.Of(CollectionsMarshal.AsSpan(_levels[level]));

    private TreeHash Root()
    {
        var frontier = new Frontier();
        for (var level = _levels.Length - 1; level >= 0; level--)
        {
            foreach (var hash in _levels[level]) { frontier.AppendSubtree(8 * level, hash); }
        }
        return frontier.Root();
    }
}
