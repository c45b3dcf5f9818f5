// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Tlog.Tiles;

/// <summary>The two sorts of files under <c>tile/</c>.</summary>
public enum TileKind
{
    /// <summary><c>tile/L/N</c>: hashes of one level.</summary>
    Hashes,

    /// <summary><c>tile/entries/N</c>: the entries themselves.</summary>
    Entries,
}
