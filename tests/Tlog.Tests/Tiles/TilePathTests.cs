// SPDX-License-Identifier: Apache-2.0
using FsCheck.Fluent;
using Vigil.Tests;
using Vigil.Tlog.Tiles;

namespace Vigil.Tlog.Tests.Tiles;

public sealed class TilePathTests
{
    [Theory]
    [InlineData(0, 0UL, 256, "tile/0/000")]
    [InlineData(0, 999UL, 256, "tile/0/999")]
    [InlineData(1, 1000UL, 256, "tile/1/x001/000")]
    [InlineData(0, 1234067UL, 256, "tile/0/x001/x234/067")]
    [InlineData(0, 273UL, 112, "tile/0/273.p/112")]
    [InlineData(63, 1000000UL, 1, "tile/63/x001/x000/000.p/1")]
    public void Paths_are_the_specifications(int level, ulong index, int width, string text)
    {
        var path = TilePath.Hashes(level, index, width);
        Assert.Equal(text, path.ToString());
        Assert.True(TilePath.TryParse(text, out var read));
        Assert.Equal(path, read);
    }

    [Fact]
    public void Bundles_have_a_folder_of_their_own()
    {
        Assert.Equal("tile/entries/x001/x234/067.p/8", TilePath.Entries(1234067, 8).ToString());
        Assert.True(TilePath.TryParse("tile/entries/x001/x234/067.p/8", out var path));
        Assert.Equal(TilePath.Entries(1234067, 8), path);
        Assert.Equal("tile/entries/x001/x234/067", path.Full.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("tile")]
    [InlineData("tile/0")]
    [InlineData("tile/0/")]
    [InlineData("/tile/0/000")]
    [InlineData("tile/0/000/")]
    [InlineData("tile/0/00")]
    [InlineData("tile/0/0000")]
    [InlineData("tile/00/000")]
    [InlineData("tile/64/000")]
    [InlineData("tile/-1/000")]
    [InlineData("tile/8/0/000")]
    [InlineData("tile/0/x000/001")]
    [InlineData("tile/0/001/002")]
    [InlineData("tile/0/x001")]
    [InlineData("tile/0/x001/x002")]
    [InlineData("tile/0/x001x002/003")]
    [InlineData("tile/0/ 01")]
    [InlineData("tile/0/+01")]
    [InlineData("tile/0/000.p/0")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/0/000.p/01")]
    [InlineData("tile/0/000.p/")]
    [InlineData("tile/0/000.p/1/2")]
    [InlineData("tile/0/000.p")]
    [InlineData("tile/data/000")]
    [InlineData("tile/6\0/000")]
    [InlineData("tile/0/00\0")]
    [InlineData("tile/0/000.p/1\0")]
    [InlineData("tile/0/x999/x999/x999/x999/x999/x999/999")]
    public void Every_other_spelling_is_refused(string text) => Assert.False(TilePath.TryParse(text, out _));

    [Fact]
    public void Numbers_outside_the_format_make_no_path()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => TilePath.Hashes(64, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TilePath.Hashes(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TilePath.Entries(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TilePath.Entries(0, 257));
    }

    [Fact]
    public void Every_path_is_read_back() =>
        Property.Holds(
            from level in Gen.Choose(0, 63)
            from high in Gen.Choose(0, int.MaxValue)
            from shift in Gen.Choose(0, 31)
            from width in Gen.Choose(1, 256)
            select TilePath.Hashes(level, (ulong)high << shift, width),
            path =>
            {
                Assert.True(TilePath.TryParse(path.ToString(), out var read));
                Assert.Equal(path, read);
            });

    [Fact]
    public void Hostile_paths_do_no_harm() =>
        Fuzz.Run([.. new[] { "tile/0/x001/x234/067.p/8", "tile/entries/000", "tile/63/x999/999" }.Select(System.Text.Encoding.Latin1.GetBytes)], input =>
        {
            var text = System.Text.Encoding.Latin1.GetString(input);
            if (TilePath.TryParse(text, out var path)) { Assert.Equal(text, path.ToString()); }
        });
}
