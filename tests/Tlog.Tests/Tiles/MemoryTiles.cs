// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using Vigil.Tlog.Tiles;

namespace Vigil.Tlog.Tests.Tiles;

/// <summary>A log's files in memory, by path.</summary>
internal sealed class MemoryTiles : ITileSource, ITileSink
{
    public Dictionary<string, byte[]> Files { get; init; } = new(StringComparer.Ordinal);

    public void Write(in TilePath path, ReadOnlySpan<byte> bytes) => Files[path.ToString()] = bytes.ToArray();

    public bool TryRead(in TilePath path, out ReadOnlyMemory<byte> bytes)
    {
        var found = Files.TryGetValue(path.ToString(), out var file);
        bytes = file;
        return found;
    }

    /// <summary>The same files; replacing one in the copy leaves the original alone.</summary>
    public MemoryTiles Copy() => new() { Files = new(Files, StringComparer.Ordinal) };

    /// <summary>A log of entries "entry 0", "entry 1" and so on, flushed once at the end.</summary>
    public static (MemoryTiles Tiles, TileBuilder Builder) Build(int size)
    {
        var tiles = new MemoryTiles();
        var builder = new TileBuilder();
        for (var i = 0; i < size; i++) { builder.Append(Entry(i), tiles); }
        builder.Flush(tiles);
        return (tiles, builder);
    }

    public static byte[] Entry(int index) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"entry {index}"));
}
