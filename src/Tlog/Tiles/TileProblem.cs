// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Tlog.Tiles;

/// <summary>Why a tile was refused.</summary>
public enum TileProblem
{
    None = 0,

    /// <summary>The tree has no such tile, node or entry.</summary>
    NotInTree,

    /// <summary>The source has neither the tile nor, for a partial one, its full successor.</summary>
    Missing,
    WrongLength,

    /// <summary>Lengths inside a bundle do not add up.</summary>
    MalformedBundle,

    /// <summary>The tiles of the right edge do not make the checkpoint's root.</summary>
    NotTheRoot,

    /// <summary>The tile's hash is not the one in the tile above.</summary>
    NotInParent,

    /// <summary>An entry does not hash to its leaf.</summary>
    EntryNotInTile,

    /// <summary>The tile is not what the entries make.</summary>
    NotWhatEntriesMake,
}
