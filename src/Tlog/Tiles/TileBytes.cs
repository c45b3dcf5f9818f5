// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using Vigil.Tlog.Merkle;

namespace Vigil.Tlog.Tiles;

/// <summary>A tile of hashes is its hashes, one after the other.</summary>
internal static class TileBytes
{
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<TreeHash> hashes) => MemoryMarshal.AsBytes(hashes);
}
