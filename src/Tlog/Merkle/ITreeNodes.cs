// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Tlog.Merkle;

/// <summary>Where the hashes of perfect subtrees come from when a proof is made.</summary>
public interface ITreeNodes
{
    /// <summary>The root of the leaves from <c>index * 2^level</c> to <c>(index + 1) * 2^level</c>; false if it cannot be had.</summary>
    public bool TryRead(int level, ulong index, out TreeHash hash);
}
