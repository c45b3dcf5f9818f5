// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Merkle;

namespace Vigil.Tlog.Tiles;

/// <summary>
/// Reads a tree from tiles and uses no hash that the tree's root does not vouch for. It gives nodes (so proofs can be made) and
/// entries. Not for several threads.
/// </summary>
/// <remarks>
/// Checking a proof in the end is not enough: a tile's other hashes would pass unseen (CVE-2026-56865). Here
/// (1) the partial tiles, all levels together, are hashed to the root when it is opened, and
/// (2) a full tile is hashed and looked up in the tile above it, which was authenticated in the same way, up to (1).
/// </remarks>
public sealed class AuthenticatedTiles : ITreeNodes
{
    private readonly TileReader _source;
    private readonly TreeHash[][] _edge;
    private readonly TileCache _cache = new();

    private AuthenticatedTiles(TileReader source, TreeHead head, TreeHash[][] edge)
    {
        _source = source;
        _edge = edge;
        Head = head;
    }

    public TreeHead Head { get; }

    /// <summary>Why the last read failed.</summary>
    public TileFailure Failure { get; private set; }

    /// <summary>Opens a tree; the head must come from a checkpoint that was verified.</summary>
    public static bool TryOpen(ITileSource source, TreeHead head, out AuthenticatedTiles? tiles, out TileFailure failure)
    {
        tiles = null;
        var reader = new TileReader(source);
        var edge = new TreeHash[TileLayout.Levels][];
        var frontier = new Frontier();
        // From the top: the widest subtrees are the leftmost.
        for (var level = TileLayout.Levels - 1; level >= 0; level--)
        {
            edge[level] = [];
            var width = TileLayout.PartialWidth(head.Size, level);
            if (width == 0) { continue; }
            var path = TilePath.Hashes(level, TileLayout.HashesAt(head.Size, level) / TilePath.FullWidth, width);
            var problem = reader.ReadHashes(path, out edge[level]);
            failure = new TileFailure(problem, path);
            if (problem != TileProblem.None) { return false; }
            foreach (var hash in edge[level]) { frontier.AppendSubtree(8 * level, hash); }
        }
        failure = frontier.Root() == head.Root ? default : new TileFailure(TileProblem.NotTheRoot, null);
        if (failure.Problem != TileProblem.None) { return false; }
        tiles = new AuthenticatedTiles(reader, head, edge);
        return true;
    }

    public bool TryRead(int level, ulong index, out TreeHash hash)
    {
        hash = default;
        var (tileLevel, height) = Math.DivRem(level, 8);
        var count = 1UL << height;
        var hashes = TileLayout.HashesAt(Head.Size, tileLevel);
        if (index >= hashes >> height) { return Fail(TileProblem.NotInTree, null); }
        var first = index * count;
        if (!TryReadTile(tileLevel, first / TilePath.FullWidth, out var tile)) { return false; }
        Span<TreeHash> part = stackalloc TreeHash[(int)count];
        tile.AsSpan((int)(first % TilePath.FullWidth), (int)count).CopyTo(part);
        hash = Rfc6962.Fold(part);
        return true;
    }

    /// <summary>All entries of a bundle, each checked against its leaf.</summary>
    public bool TryReadBundle(ulong index, out EntryBundle? bundle)
    {
        bundle = null;
        var width = TileLayout.WidthOf(Head.Size, 0, index);
        if (width == 0) { return Fail(TileProblem.NotInTree, null); }
        if (!TryReadTile(0, index, out var leaves)) { return false; }
        var path = TilePath.Entries(index, width);
        var problem = _source.ReadEntries(path, out var read);
        if (problem != TileProblem.None) { return Fail(problem, path); }
        if (!Hold(read!, leaves)) { return Fail(TileProblem.EntryNotInTile, path); }
        bundle = read;
        return true;
    }

    public bool TryReadEntry(ulong index, out ReadOnlyMemory<byte> entry)
    {
        entry = default;
        if (index >= Head.Size) { return Fail(TileProblem.NotInTree, null); }
        if (!TryReadBundle(index / TilePath.FullWidth, out var bundle)) { return false; }
        entry = bundle![(int)(index % TilePath.FullWidth)];
        return true;
    }

    /// <summary>Checks a file that nobody needs for this tree: an older, narrower partial tile must be the beginning of today's.</summary>
    public bool TryCheck(in TilePath path, ReadOnlyMemory<byte> bytes)
    {
        if (path.Width > TileLayout.WidthOf(Head.Size, path.Level, path.Index)) { return Fail(TileProblem.NotInTree, path); }
        if (!TryReadTile(path.Level, path.Index, out var tile)) { return false; }
        if (path.Kind == TileKind.Hashes)
        {
            var expected = TileBytes.Of(tile.AsSpan(0, path.Width));
            return bytes.Span.SequenceEqual(expected) || Fail(TileProblem.NotInParent, path);
        }
        if (!EntryBundle.TryParse(bytes, path.Width, out var bundle)) { return Fail(TileProblem.MalformedBundle, path); }
        return Hold(bundle!, tile) || Fail(TileProblem.EntryNotInTile, path);
    }

    /// <summary>The hashes of a level's partial tile, none if it has none.</summary>
    internal ReadOnlySpan<TreeHash> Edge(int level) => _edge[level];

    private bool TryReadTile(int level, ulong index, out TreeHash[] tile)
    {
        if (index == TileLayout.HashesAt(Head.Size, level) / TilePath.FullWidth)
        {
            tile = _edge[level];
            return true;
        }
        if (_cache.TryGet(level, index, out tile)) { return true; }

        var path = TilePath.Hashes(level, index);
        var problem = _source.ReadHashes(path, out tile);
        if (problem != TileProblem.None) { return Fail(problem, path); }
        if (!TryReadTile(level + 1, index / TilePath.FullWidth, out var parent)) { return false; }
        Span<TreeHash> fold = stackalloc TreeHash[TilePath.FullWidth];
        tile.CopyTo(fold);
        if (Rfc6962.Fold(fold) != parent[(int)(index % TilePath.FullWidth)]) { return Fail(TileProblem.NotInParent, path); }
        _cache.Add(level, index, tile);
        return true;
    }

    private static bool Hold(EntryBundle bundle, TreeHash[] leaves)
    {
        for (var i = 0; i < bundle.Count; i++)
        {
            if (Rfc6962.Leaf(bundle[i].Span) != leaves[i]) { return false; }
        }
        return true;
    }

    private bool Fail(TileProblem problem, TilePath? path)
    {
        Failure = new TileFailure(problem, path);
        return false;
    }
}
