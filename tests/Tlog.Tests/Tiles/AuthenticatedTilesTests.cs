// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Merkle;
using Vigil.Tlog.Tiles;

namespace Vigil.Tlog.Tests.Tiles;

public sealed class AuthenticatedTilesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(600)]
    [InlineData(70_000)]
    public void Entries_and_proofs_come_from_tiles(int size)
    {
        var (tiles, builder) = MemoryTiles.Build(size);
        var reader = Open(tiles, builder.Head);
        var random = new Random(size);
        for (var round = 0; round < 50; round++)
        {
            var index = random.Next(size);
            Assert.True(reader.TryReadEntry((ulong)index, out var entry));
            Assert.Equal(MemoryTiles.Entry(index), entry.ToArray());
            Assert.True(ProofBuilder.TryInclusion(reader, (ulong)index, (ulong)size, out var path));
            Assert.True(InclusionProof.Verify((ulong)index, (ulong)size, Rfc6962.Leaf(entry.Span), path, builder.Head.Root));

            var old = random.Next(1, size + 1);
            Assert.True(ProofBuilder.TryConsistency(reader, (ulong)old, (ulong)size, out var proof));
            var oldRoot = RootOf(old);
            Assert.True(ConsistencyProof.Verify((ulong)old, oldRoot.Bytes, (ulong)size, builder.Head.Root.Bytes, proof));
        }
    }

    [Fact]
    public void Outside_the_tree_there_is_nothing()
    {
        var (tiles, builder) = MemoryTiles.Build(300);
        var reader = Open(tiles, builder.Head);
        Assert.False(reader.TryReadEntry(300, out _));
        Assert.Equal(TileProblem.NotInTree, reader.Failure.Problem);
        Assert.False(reader.TryReadBundle(2, out _));
        Assert.False(reader.TryRead(0, 300, out _));
        Assert.False(reader.TryRead(8, 1, out _));
        Assert.False(reader.TryRead(9, 0, out _));
        Assert.False(reader.TryRead(63, 0, out _));
        Assert.True(reader.TryRead(8, 0, out _));
        Assert.True(reader.TryRead(5, 8, out _));

        Assert.True(AuthenticatedTiles.TryOpen(new MemoryTiles(), new TreeHead(0, Rfc6962.EmptyRoot), out var empty, out _));
        Assert.False(empty!.TryReadEntry(0, out _));
    }

    [Fact]
    public void A_partial_tile_that_is_gone_is_taken_from_the_full_one()
    {
        var (older, old) = MemoryTiles.Build(300);
        var (later, _) = MemoryTiles.Build(1000);
        // Level 1 is not full yet, so its partial tile stays.
        later.Files["tile/1/000.p/1"] = older.Files["tile/1/000.p/1"];
        var reader = Open(later, old.Head);
        Assert.True(reader.TryReadBundle(1, out var bundle));
        Assert.Equal(44, bundle!.Count);
        Assert.Equal(MemoryTiles.Entry(299), bundle[43].ToArray());
    }

    /// <summary>Every byte of every file of a small log.</summary>
    [Fact]
    public void Any_flipped_byte_is_refused_where_it_is_used()
    {
        var (tiles, builder) = MemoryTiles.Build(300);
        foreach (var (name, file) in tiles.Files)
        {
            for (var at = 0; at < file.Length; at++)
            {
                var flip = (byte)(1 << (at % 8));
                file[at] ^= flip;
                AssertRefused(tiles, builder.Head, name);
                file[at] ^= flip;
            }
        }
        Assert.True(ReadsWhole(tiles, builder.Head));
    }

    /// <summary>One byte of every file of a large log; more tiles than the cache holds.</summary>
    [Fact]
    public void Any_damaged_file_of_a_large_log_is_refused()
    {
        var (tiles, builder) = MemoryTiles.Build(70_000);
        Assert.True(ReadsWhole(tiles, builder.Head));
        var random = new Random(70_000);
        foreach (var (name, file) in tiles.Files.ToList())
        {
            var at = random.Next(file.Length);
            file[at] ^= 0x40;
            AssertRefused(tiles, builder.Head, name);
            file[at] ^= 0x40;
            foreach (var wrong in new[] { file[..^1], [.. file, 0], [], new byte[file.Length] })
            {
                tiles.Files[name] = wrong;
                AssertRefused(tiles, builder.Head, name);
            }
            tiles.Files.Remove(name);
            AssertRefused(tiles, builder.Head, name);
            tiles.Files[name] = file;
        }
    }

    [Fact]
    public void Swapped_tiles_are_refused()
    {
        var (tiles, builder) = MemoryTiles.Build(1000);
        foreach (var (a, b) in new[] { ("tile/0/000", "tile/0/001"), ("tile/entries/000", "tile/entries/002") })
        {
            var swapped = tiles.Copy();
            (swapped.Files[a], swapped.Files[b]) = (tiles.Files[b], tiles.Files[a]);
            AssertRefused(swapped, builder.Head, a);
            AssertRefused(swapped, builder.Head, b);
        }
    }

    /// <summary>CVE-2026-56865: a hash that the asked-for proof does not touch, in a tile that it does.</summary>
    [Fact]
    public void A_tile_is_refused_for_a_hash_that_the_proof_does_not_need()
    {
        var (tiles, builder) = MemoryTiles.Build(70_000);
        tiles.Files["tile/0/000"][(255 * TreeHash.Length) + 3] ^= 1;
        var reader = Open(tiles, builder.Head);
        Assert.False(reader.TryRead(0, 0, out _));
        Assert.Equal("tile/0/000: NotInParent", reader.Failure.ToString());
        Assert.False(ProofBuilder.TryInclusion(reader, 0, 70_000, out _));
        Assert.True(ProofBuilder.TryInclusion(reader, 256, 70_000, out _));
    }

    [Fact]
    public void An_older_partial_tile_must_be_the_beginning_of_todays()
    {
        var (old, _) = MemoryTiles.Build(270);
        var (tiles, builder) = MemoryTiles.Build(300);
        var reader = Open(tiles, builder.Head);
        foreach (var (name, file) in old.Files)
        {
            Assert.True(TilePath.TryParse(name, out var path));
            Assert.True(reader.TryCheck(path, file));
            byte[] wrong = [.. file];
            wrong[^1] ^= 1;
            Assert.False(reader.TryCheck(path, wrong));
            Assert.False(reader.TryCheck(path, file.AsMemory(1)));
        }
        Assert.False(reader.TryCheck(TilePath.Hashes(0, 1, 45), new byte[45 * 32]));
        Assert.Equal(TileProblem.NotInTree, reader.Failure.Problem);
        Assert.False(reader.TryCheck(TilePath.Hashes(9, 0, 1), new byte[32]));
    }

    private static void AssertRefused(MemoryTiles tiles, TreeHead head, string name)
    {
        if (!AuthenticatedTiles.TryOpen(tiles, head, out var reader, out var failure))
        {
            Assert.NotEqual(TileProblem.None, failure.Problem);
            return;
        }
        Assert.True(TilePath.TryParse(name, out var path));
        // What needs the file: a bundle needs its leaves, a tile is needed by its first hash.
        var isRead = path.Kind == TileKind.Entries ? reader!.TryReadBundle(path.Index, out _) : reader!.TryRead(8 * path.Level, path.Index * 256, out _);
        Assert.False(isRead, name);
        Assert.NotEqual(TileProblem.None, reader.Failure.Problem);
    }

    private static bool ReadsWhole(MemoryTiles tiles, TreeHead head)
    {
        var reader = Open(tiles, head);
        for (ulong index = 0; index * 256 < head.Size; index++)
        {
            if (!reader.TryReadBundle(index, out _)) { return false; }
        }
        return true;
    }

    private static AuthenticatedTiles Open(MemoryTiles tiles, TreeHead head)
    {
        Assert.True(AuthenticatedTiles.TryOpen(tiles, head, out var reader, out var failure), failure.ToString());
        return reader!;
    }

    private static TreeHash RootOf(int size)
    {
        var frontier = new Frontier();
        for (var i = 0; i < size; i++) { frontier.Append(Rfc6962.Leaf(MemoryTiles.Entry(i))); }
        return frontier.Root();
    }
}
