// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Numerics;
using Vigil.Tlog.Merkle;

namespace Vigil.Tlog.Tests.Merkle;

/// <summary>A tree of any size whose entries are their own indices. Of a large one only levels 8 and up are kept; the rest is computed when asked.</summary>
internal sealed class FormulaTree : ITreeNodes
{
    private readonly int _lowestKept;
    private readonly List<TreeHash[]> _kept = [];

    public FormulaTree(ulong leaves)
    {
        _lowestKept = leaves > 100_000 ? 8 : 0;
        var level = new TreeHash[leaves >> _lowestKept];
        Parallel.For(0, level.Length, i => level[i] = Compute(_lowestKept, (ulong)i));
        while (level.Length > 0)
        {
            _kept.Add(level);
            var below = level;
            level = [.. Enumerable.Range(0, below.Length / 2).Select(i => Rfc6962.Node(below[2 * i], below[(2 * i) + 1]))];
        }
    }

    public static TreeHash Leaf(ulong index)
    {
        Span<byte> entry = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(entry, index);
        return Rfc6962.Leaf(entry);
    }

    public bool TryRead(int level, ulong index, out TreeHash hash)
    {
        hash = level < _lowestKept ? Compute(level, index) : _kept[level - _lowestKept][index];
        return true;
    }

    /// <summary>The root by appending whole subtrees: another way than the one that proofs are made by.</summary>
    public TreeHash Root(ulong size)
    {
        var frontier = new Frontier();
        for (var level = BitOperations.Log2(size | 1); level >= 0; level--)
        {
            if ((size >> level & 1) == 0) { continue; }
            Assert.True(TryRead(level, frontier.Size >> level, out var hash));
            frontier.AppendSubtree(level, hash);
        }
        return frontier.Root();
    }

    private static TreeHash Compute(int level, ulong index) =>
        level == 0 ? Leaf(index) : Rfc6962.Node(Compute(level - 1, index * 2), Compute(level - 1, (index * 2) + 1));
}
