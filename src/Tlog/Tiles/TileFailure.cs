// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Tlog.Tiles;

/// <summary>A refused tile. Without a path it is the right edge as a whole that does not fit the root.</summary>
public readonly record struct TileFailure(TileProblem Problem, TilePath? Path)
{
    public override string ToString() => Path is { } path ? $"{path}: {Problem}" : Problem.ToString();
}
