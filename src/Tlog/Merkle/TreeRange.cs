// SPDX-License-Identifier: Apache-2.0
using System.Numerics;

namespace Vigil.Tlog.Merkle;

/// <summary>Roots of ranges of leaves, from the perfect subtrees that they consist of.</summary>
internal static class TreeRange
{
    /// <summary>The largest power of two smaller than <paramref name="size"/> (> 1): where RFC 9162 section 2.1.1 splits a tree.</summary>
    public static ulong Split(ulong size) => 1UL << BitOperations.Log2(size - 1);

    /// <summary>
    /// MTH(D[start:end]) for a start at which such a range occurs in a tree: a multiple of the smallest power of two that holds it.
    /// </summary>
    public static bool TryHash(ITreeNodes nodes, ulong start, ulong end, out TreeHash hash)
    {
        var size = end - start;
        if (BitOperations.IsPow2(size))
        {
            var level = BitOperations.Log2(size);
            return nodes.TryRead(level, start >> level, out hash);
        }
        var middle = start + Split(size);
        if (!TryHash(nodes, start, middle, out hash) || !TryHash(nodes, middle, end, out var right)) { return false; }
        hash = Rfc6962.Node(hash, right);
        return true;
    }
}
