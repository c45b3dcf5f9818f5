// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Tiles;

namespace Vigil.Server.Log.Files;

/// <summary>The tiles of one batch in memory, until they are written together.</summary>
internal sealed class StagedTiles : ITileSink
{
    private readonly List<NewFile> _files = [];
    private readonly List<TilePath> _full = [];

    public IReadOnlyList<NewFile> Files => _files;

    /// <summary>Those that make their partial predecessors superfluous.</summary>
    public IReadOnlyList<TilePath> Full => _full;

    public void Write(in TilePath path, ReadOnlySpan<byte> bytes)
    {
        _files.Add(new NewFile(path.ToString(), bytes.ToArray()));
        if (path.IsFull) { _full.Add(path); }
    }
}
