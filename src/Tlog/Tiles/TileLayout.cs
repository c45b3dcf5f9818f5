// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Tlog.Tiles;

/// <summary>Which tiles a tree of some size has. Level L has <c>floor(size / 256^L)</c> hashes; there are no empty tiles.</summary>
public static class TileLayout
{
    /// <summary>256^8 is more than any size.</summary>
    internal const int Levels = 8;

    /// <summary>Hashes on a level.</summary>
    public static ulong HashesAt(ulong size, int level) => level >= Levels ? 0 : size >> (8 * level);

    /// <summary>Width of a level's last, partial tile; 0 if it has none.</summary>
    public static int PartialWidth(ulong size, int level) => (int)(HashesAt(size, level) % TilePath.FullWidth);

    /// <summary>Width of a tile in a tree of that size: 256, less at the right edge, 0 beyond it.</summary>
    public static int WidthOf(ulong size, int level, ulong index)
    {
        var hashes = HashesAt(size, level);
        var full = hashes / TilePath.FullWidth;
        return index < full ? TilePath.FullWidth : index == full ? PartialWidth(size, level) : 0;
    }

    /// <summary>Every tile of hashes, leaves first, then every bundle of entries.</summary>
    public static IEnumerable<TilePath> All(ulong size) => Since(0, size);

    /// <summary>The tiles that a tree has and that its beginning of <paramref name="oldSize"/> entries did not have.</summary>
    public static IEnumerable<TilePath> Since(ulong oldSize, ulong size)
    {
        for (var level = 0; level < Levels; level++)
        {
            foreach (var (index, width) in ChangedOn(level, oldSize, size)) { yield return TilePath.Hashes(level, index, width); }
        }
        foreach (var (index, width) in ChangedOn(0, oldSize, size)) { yield return TilePath.Entries(index, width); }
    }

    private static IEnumerable<(ulong Index, int Width)> ChangedOn(int level, ulong oldSize, ulong size)
    {
        if (HashesAt(size, level) <= HashesAt(oldSize, level)) { yield break; }
        for (var index = HashesAt(oldSize, level) / TilePath.FullWidth; WidthOf(size, level, index) is var width and > 0; index++)
        {
            yield return (index, width);
        }
    }
}
