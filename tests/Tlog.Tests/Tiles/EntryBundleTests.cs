// SPDX-License-Identifier: Apache-2.0
using Vigil.Tests;
using Vigil.Tlog.Tiles;

namespace Vigil.Tlog.Tests.Tiles;

public sealed class EntryBundleTests
{
    [Theory]
    [InlineData("", 0, true)]
    [InlineData("0000", 1, true)]
    [InlineData("0001AA", 1, true)]
    [InlineData("0001AA0000", 2, true)]
    [InlineData("00", 1, false)]
    [InlineData("0001", 1, false)]
    [InlineData("0002AA", 1, false)]
    [InlineData("0001AA", 2, false)]
    [InlineData("0001AA0000", 1, false)]
    [InlineData("FFFF", 1, false)]
    public void Lengths_must_add_up(string hex, int width, bool isGood)
    {
        Assert.Equal(isGood, EntryBundle.TryParse(Convert.FromHexString(hex), width, out var bundle));
        if (isGood) { Assert.Equal(width, bundle!.Count); }
    }

    [Fact]
    public void Entries_come_back_verbatim_up_to_the_longest()
    {
        var tiles = new MemoryTiles();
        var builder = new TileBuilder();
        byte[][] entries = [[], [1], new byte[EntryBundle.MaxEntryLength], [2, 3]];
        foreach (var entry in entries) { builder.Append(entry, tiles); }
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.Append(new byte[EntryBundle.MaxEntryLength + 1], tiles));
        builder.Flush(tiles);
        Assert.Equal(4UL, builder.Size);
        Assert.True(EntryBundle.TryParse(tiles.Files["tile/entries/000.p/4"], 4, out var bundle));
        for (var i = 0; i < entries.Length; i++) { Assert.Equal(entries[i], bundle![i].ToArray()); }
        Assert.Equal(2, bundle!.Take(2).Count);
        Assert.Equal([1], bundle.Take(2)[1].ToArray());
        Assert.Equal(0, bundle.Take(0).Count);
    }

    [Fact]
    public void Hostile_bundles_do_no_harm() =>
        Fuzz.Run([Convert.FromHexString("0003414243000000024445"), Convert.FromHexString("000000000000")], input =>
        {
            if (!EntryBundle.TryParse(input.ToArray(), 3, out var bundle)) { return; }
            var length = 0;
            for (var i = 0; i < bundle!.Count; i++) { length += 2 + bundle[i].Length; }
            Assert.Equal(input.Length, length);
        });
}
