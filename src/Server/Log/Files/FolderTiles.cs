// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Tiles;

namespace Vigil.Server.Log.Files;

/// <summary>Tiles as they lie in the log's folder; nothing is authenticated here. Any thread may read.</summary>
internal sealed class FolderTiles(DurableFolder folder) : ITileSource
{
    public string Root => folder.Root;

    public bool TryRead(in TilePath path, out ReadOnlyMemory<byte> bytes)
    {
        var read = folder.ReadIfThere(path.ToString());
        bytes = read;
        return read is not null;
    }

    public string PathOf(in TilePath path) => folder.PathOf(path.ToString());
}
