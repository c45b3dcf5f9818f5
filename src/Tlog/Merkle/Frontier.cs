// SPDX-License-Identifier: Apache-2.0
using System.Numerics;

namespace Vigil.Tlog.Merkle;

/// <summary>
/// The right edge of a growing tree: one hash for each set bit of its size (a "compact range" from 0). Enough to append and to give
/// the root, in 2 KiB for any size.
/// </summary>
public sealed class Frontier
{
    /// <summary>At [level] the root of the perfect subtree of 2^level leaves, where the size has that bit.</summary>
    private readonly TreeHash[] _subtrees = new TreeHash[64];

    public ulong Size { get; private set; }

    public void Append(in TreeHash leafHash) => AppendSubtree(0, leafHash);

    /// <summary>Appends 2^level leaves at once; the size must be a multiple of that.</summary>
    public void AppendSubtree(int level, TreeHash root)
    {
        var leaves = 1UL << level;
        if ((Size & (leaves - 1)) != 0) { throw new ArgumentException("a subtree begins at a multiple of its size", nameof(level)); }
        // A carry of binary addition: equal neighbours join, and what they become may join again.
        var size = checked(Size + leaves);
        for (; (Size >> level & 1) == 1; level++) { root = Rfc6962.Node(_subtrees[level], root); }
        _subtrees[level] = root;
        Size = size;
    }

    public TreeHash Root()
    {
        if (Size == 0) { return Rfc6962.EmptyRoot; }
        var level = BitOperations.TrailingZeroCount(Size);
        var root = _subtrees[level];
        for (level++; level < 64; level++)
        {
            if ((Size >> level & 1) == 1) { root = Rfc6962.Node(_subtrees[level], root); }
        }
        return root;
    }

    public Frontier Copy()
    {
        var copy = new Frontier { Size = Size };
        _subtrees.CopyTo(copy._subtrees, 0);
        return copy;
    }
}
