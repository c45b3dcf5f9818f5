// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Merkle;
using Vigil.Tlog.Tiles;

namespace Vigil.Tlog.Tests.Tiles;

public sealed class TileBuilderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(65_536)]
    [InlineData(70_000)]
    public void A_log_has_exactly_its_tiles_and_each_parent_is_its_childs_hash(int size)
    {
        var (tiles, builder) = MemoryTiles.Build(size);
        Assert.Equal(TileLayout.All((ulong)size).Select(p => p.ToString()).Order(StringComparer.Ordinal), tiles.Files.Keys.Order(StringComparer.Ordinal));

        var frontier = new Frontier();
        for (var i = 0; i < size; i++) { frontier.Append(Rfc6962.Leaf(MemoryTiles.Entry(i))); }
        Assert.Equal(frontier.Root(), builder.Head.Root);

        foreach (var path in TileLayout.All((ulong)size).Where(p => p.Kind == TileKind.Hashes))
        {
            var file = tiles.Files[path.ToString()];
            Assert.Equal(path.Width * TreeHash.Length, file.Length);
            for (var i = 0; i < path.Width; i++)
            {
                var expected = path.Level == 0
                    ? Rfc6962.Leaf(MemoryTiles.Entry((int)(path.Index * 256) + i))
                    : RootOf(tiles.Files[TilePath.Hashes(path.Level - 1, (path.Index * 256) + (ulong)i).ToString()]);
                Assert.True(expected.Bytes.SequenceEqual(file.AsSpan(i * TreeHash.Length, TreeHash.Length)), $"{path}, hash {i}");
            }
        }
    }

    [Fact]
    public void Resumed_at_any_size_it_goes_on_as_if_it_had_never_stopped()
    {
        const int Last = 600;
        var (whole, expected) = MemoryTiles.Build(Last);
        for (var size = 0; size <= Last; size += size is > 250 and < 260 or > 505 and < 515 ? 1 : 7)
        {
            var (tiles, builder) = MemoryTiles.Build(size);
            Assert.True(TileBuilder.TryResume(tiles, builder.Head, out var resumed, out _));
            Assert.Equal(builder.Head, resumed!.Head);
            var later = new MemoryTiles();
            resumed.Flush(later);
            Assert.Empty(later.Files);

            for (var i = size; i < Last; i++) { Assert.Equal((ulong)i, resumed.Append(MemoryTiles.Entry(i), later)); }
            resumed.Flush(later);
            Assert.Equal(expected.Head, resumed.Head);
            Assert.Equal(
                TileLayout.Since((ulong)size, Last).Select(p => p.ToString()).Order(StringComparer.Ordinal), later.Files.Keys.Order(StringComparer.Ordinal));
            Assert.All(later.Files, file => Assert.Equal(whole.Files[file.Key], file.Value));
        }
    }

    [Fact]
    public void A_damaged_store_is_not_resumed()
    {
        var (tiles, builder) = MemoryTiles.Build(300);
        foreach (var (name, problem) in new[] { ("tile/0/001.p/44", TileProblem.NotTheRoot), ("tile/1/000.p/1", TileProblem.NotTheRoot), ("tile/entries/001.p/44", TileProblem.EntryNotInTile) })
        {
            var damaged = tiles.Copy();
            damaged.Files[name] = [.. damaged.Files[name]];
            damaged.Files[name][5] ^= 1;
            Assert.False(TileBuilder.TryResume(damaged, builder.Head, out _, out var failure));
            Assert.Equal(problem, failure.Problem);

            var missing = tiles.Copy();
            missing.Files.Remove(name);
            Assert.False(TileBuilder.TryResume(missing, builder.Head, out _, out failure));
            Assert.Equal($"{name}: Missing", failure.ToString());
        }
    }

    [Fact]
    public void A_copy_is_independent()
    {
        var (tiles, builder) = MemoryTiles.Build(255);
        var head = builder.Head;
        var copy = builder.Copy();
        copy.Append("given up"u8, new MemoryTiles());
        Assert.Equal(head, builder.Head);
        builder.Append(MemoryTiles.Entry(255), tiles);
        builder.Flush(tiles);
        Assert.Equal(MemoryTiles.Build(256).Builder.Head, builder.Head);
        Assert.Equal(MemoryTiles.Build(256).Tiles.Files["tile/entries/000"], tiles.Files["tile/entries/000"]);
    }

    private static TreeHash RootOf(byte[] tile)
    {
        var frontier = new Frontier();
        for (var i = 0; i < 256; i++)
        {
            Assert.True(TreeHash.TryRead(tile.AsSpan(i * TreeHash.Length, TreeHash.Length), out var hash));
            frontier.Append(hash);
        }
        return frontier.Root();
    }
}
