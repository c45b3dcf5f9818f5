// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using Vigil.Tlog.Merkle;

namespace Vigil.Tlog.Tiles;

/// <summary>Fetches tiles in their form alone: right lengths, nothing authenticated. Only readers that authenticate use it.</summary>
internal sealed class TileReader(ITileSource source)
{
    /// <summary>A log may drop a partial tile once the full one exists, so the full one stands in for it.</summary>
    public TileProblem ReadHashes(in TilePath path, out TreeHash[] hashes)
    {
        hashes = [];
        var found = path;
        if (!TryRead(ref found, out var bytes)) { return TileProblem.Missing; }
        if (bytes.Length != found.Width * TreeHash.Length) { return TileProblem.WrongLength; }
        hashes = MemoryMarshal.Cast<byte, TreeHash>(bytes.Span)[..path.Width].ToArray();
        return TileProblem.None;
    }

    public TileProblem ReadEntries(in TilePath path, out EntryBundle? bundle)
    {
        bundle = null;
        var found = path;
        if (!TryRead(ref found, out var bytes)) { return TileProblem.Missing; }
        if (!EntryBundle.TryParse(bytes, found.Width, out bundle)) { return TileProblem.MalformedBundle; }
        if (found != path) { bundle = bundle!.Take(path.Width); }
        return TileProblem.None;
    }

    private bool TryRead(ref TilePath path, out ReadOnlyMemory<byte> bytes)
    {
        if (source.TryRead(path, out bytes)) { return true; }
        if (path.IsFull) { return false; }
        path = path.Full;
        return source.TryRead(path, out bytes);
    }
}
