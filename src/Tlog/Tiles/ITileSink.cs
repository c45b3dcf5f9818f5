// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Tlog.Tiles;

/// <summary>Where new tiles go.</summary>
public interface ITileSink
{
    /// <summary>Takes a whole tile; the bytes are valid during the call only. A full tile comes once, a partial one by flush.</summary>
    public void Write(in TilePath path, ReadOnlySpan<byte> bytes);
}
