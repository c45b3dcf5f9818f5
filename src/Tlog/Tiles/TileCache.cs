// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Merkle;

namespace Vigil.Tlog.Tiles;

/// <summary>The newest authenticated tiles: at most 256 of 8 KiB. The oldest goes first; walking a log in order needs no more.</summary>
internal sealed class TileCache
{
    private const int Capacity = 256;

    private readonly Dictionary<(int Level, ulong Index), TreeHash[]> _tiles = [];
    private readonly Queue<(int Level, ulong Index)> _order = [];

    public bool TryGet(int level, ulong index, out TreeHash[] tile)
    {
        var found = _tiles.TryGetValue((level, index), out var kept);
        tile = kept ?? [];
        return found;
    }

    public void Add(int level, ulong index, TreeHash[] tile)
    {
        if (_order.Count == Capacity) { _tiles.Remove(_order.Dequeue()); }
        _tiles[(level, index)] = tile;
        _order.Enqueue((level, index));
    }
}
