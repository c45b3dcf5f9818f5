// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Tiles;

namespace Vigil.Tlog.Tests.Tiles;

public sealed class TileLayoutTests
{
    /// <summary>The two examples of the tlog-tiles specification, and the edges around powers of 256.</summary>
    [Theory]
    [InlineData(0UL, "")]
    [InlineData(1UL, "0:0+1")]
    [InlineData(255UL, "0:0+255")]
    [InlineData(256UL, "0:1 1:0+1")]
    [InlineData(257UL, "0:1+1 1:0+1")]
    [InlineData(65_535UL, "0:255+255 1:0+255")]
    [InlineData(65_536UL, "0:256 1:1 2:0+1")]
    [InlineData(65_537UL, "0:256+1 1:1 2:0+1")]
    [InlineData(70_000UL, "0:273+112 1:1+17 2:0+1")]
    public void A_size_has_exactly_these_tiles(ulong size, string expected)
    {
        var hashes = TileLayout.All(size).Where(p => p.Kind == TileKind.Hashes).ToList();
        var actual = hashes.GroupBy(p => p.Level).Select(level =>
            $"{level.Key}:{level.Count(p => p.IsFull)}" + string.Concat(level.Where(p => !p.IsFull).Select(p => $"+{p.Width}")));
        Assert.Equal(expected, string.Join(' ', actual));
        foreach (var level in hashes.GroupBy(p => p.Level)) { Assert.Equal(Enumerable.Range(0, level.Count()).Select(n => (ulong)n), level.Select(p => p.Index)); }

        var entries = TileLayout.All(size).Where(p => p.Kind == TileKind.Entries).ToList();
        Assert.Equal(hashes.Where(p => p.Level == 0).Select(p => (p.Index, p.Width)), entries.Select(p => (p.Index, p.Width)));
    }

    [Fact]
    public void What_is_new_since_an_older_size_is_what_that_size_did_not_have()
    {
        ulong[] sizes = [0, 1, 100, 255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, 66_000];
        foreach (var old in sizes)
        {
            foreach (var size in sizes)
            {
                var expected = size < old ? [] : TileLayout.All(size).Except(TileLayout.All(old));
                Assert.Equal(expected, TileLayout.Since(old, size));
            }
        }
    }

    [Fact]
    public void The_largest_size_has_eight_levels()
    {
        Assert.Equal(127UL, TileLayout.HashesAt(long.MaxValue, 7));
        Assert.Equal(0UL, TileLayout.HashesAt(long.MaxValue, 8));
        Assert.Equal(127, TileLayout.WidthOf(long.MaxValue, 7, 0));
        Assert.Equal(0, TileLayout.WidthOf(long.MaxValue, 7, 1));
    }
}
