// SPDX-License-Identifier: Apache-2.0
using FsCheck.Fluent;
using Vigil.Server.Files;
using Vigil.Tests;

namespace Vigil.Server.Tests.Files;

public class PieceLayoutTests
{
    private const int Piece = (256 * 1024) + 16;

    [Theory]
    [InlineData(16, 1, true)]
    [InlineData(17, 1, true)]
    [InlineData(Piece, 1, true)]
    [InlineData(Piece + 17, 2, true)]
    [InlineData(2L * Piece, 2, true)]
    [InlineData(15, 1, false)]
    [InlineData(0, 0, false)]
    [InlineData(16, 0, false)]
    [InlineData(16, -1, false)]
    [InlineData(-16, 1, false)]
    [InlineData(Piece + 1, 1, false)]
    [InlineData(Piece + 16, 2, false)] // an empty last piece
    [InlineData(Piece + 17, 1, false)]
    [InlineData(2L * Piece, 3, false)]
    [InlineData((2L * Piece) + 1, 2, false)]
    [InlineData(long.MaxValue, int.MaxValue, false)]
    [InlineData(long.MinValue, int.MaxValue, false)]
    public void So_many_bytes_are_so_many_pieces(long bytes, int pieces, bool isGood) => Assert.Equal(isGood, PieceLayout.TryMake(bytes, pieces, out _));

    [Fact]
    public void The_pieces_of_any_file_are_its_bytes() => Property.Holds(Gen.Choose(0, 60 << 20), plain =>
    {
        var pieces = Math.Max(1, (plain + (256 * 1024) - 1) / (256 * 1024));
        var bytes = plain + (16L * pieces);
        Assert.True(PieceLayout.TryMake(bytes, pieces, out var layout));
        Assert.Equal(bytes, Enumerable.Range(0, pieces).Sum(piece => (long)layout.SizeOf(piece)));
        Assert.All(Enumerable.Range(0, pieces), piece => Assert.InRange(layout.SizeOf(piece), 16, Piece));
        Assert.False(PieceLayout.TryMake(bytes, pieces + 1, out _));
    });
}
