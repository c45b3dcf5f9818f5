// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Tlog.Tiles;

/// <summary>Where tiles come from: a folder, a web server, memory. Nothing that it returns is trusted.</summary>
public interface ITileSource
{
    /// <summary>The file's bytes as they are, or false if it is not there.</summary>
    public bool TryRead(in TilePath path, out ReadOnlyMemory<byte> bytes);
}
