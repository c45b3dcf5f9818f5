// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Log.Files;
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Merkle;
using Vigil.Tlog.Tiles;

namespace Vigil.Server.Log;

/// <summary>Derives again, from the files as they are, that one tree is the beginning of another.</summary>
internal static class GrowthCheck
{
    /// <summary>Opens a tree by its right edge.</summary>
    public static AuthenticatedTiles Open(FolderTiles tiles, TreeHead head) =>
        AuthenticatedTiles.TryOpen(tiles, head, out var opened, out var failure) ? opened! : throw Damage(tiles, head, failure);

    /// <summary>Throws, with the file's name, unless the files hold the new tree and it extends the old one.</summary>
    public static void Check(FolderTiles tiles, TreeHead old, TreeHead head)
    {
        var opened = Open(tiles, head);
        if (old.Size == 0) { return; }
        if (old.Size > head.Size) { throw new LogStoreException(tiles.Root, $"size {head.Size} is less than {old.Size}, which was signed"); }
        var proof = Proof(tiles, opened, old.Size);
        if (!ConsistencyProof.Verify(old.Size, old.Root.Bytes, head.Size, head.Root.Bytes, proof))
        {
            throw new LogStoreException(tiles.Root, $"the tree of size {head.Size} does not extend the signed tree of size {old.Size}: a fork would be signed");
        }
    }

    /// <summary>The proof that the tree with this head extends its first entries.</summary>
    public static TreeHash[] Proof(FolderTiles tiles, AuthenticatedTiles opened, ulong oldSize)
    {
        if (oldSize == 0 || oldSize == opened.Head.Size) { return []; }
        return ProofBuilder.TryConsistency(opened, oldSize, opened.Head.Size, out var proof) ? proof : throw Damage(tiles, opened.Head, opened.Failure);
    }

    /// <summary>Reads the bundles that hold these entries; each entry must hash to its leaf.</summary>
    public static void CheckEntries(FolderTiles tiles, TreeHead head, ulong from)
    {
        var opened = Open(tiles, head);
        for (var bundle = from / TilePath.FullWidth; bundle * TilePath.FullWidth < head.Size; bundle++)
        {
            if (!opened.TryReadBundle(bundle, out _)) { throw Damage(tiles, head, opened.Failure); }
        }
    }

    public static LogStoreException Damage(FolderTiles tiles, TreeHead head, TileFailure failure)
    {
        if (failure.Path is { } path) { return new LogStoreException(tiles.PathOf(path), Describe(failure.Problem)); }
        var edge = TileLayout.All(head.Size).Where(tile => tile is { IsFull: false, Kind: TileKind.Hashes }).Select(tile => tile.ToString());
        return new LogStoreException(tiles.Root, $"one of these is not what was signed for size {head.Size}: {string.Join(", ", edge)}");
    }

    private static string Describe(TileProblem problem) => problem switch
    {
        TileProblem.Missing => "missing, though a signed checkpoint covers it: the folder was rolled back or damaged",
        TileProblem.WrongLength => "damaged: it does not have the length of such a tile",
        _ => $"damaged: it is not what was signed ({problem})",
    };
}
