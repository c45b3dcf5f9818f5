// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Vigil.Tlog.Merkle;

/// <summary>The hashes of RFC 6962 section 2.1 (RFC 9162 section 2.1.1) with SHA-256.</summary>
public static class Rfc6962
{
    /// <summary>Different first bytes keep a leaf from being taken for a node.</summary>
    private const byte LeafPrefix = 0x00, NodePrefix = 0x01;

    private const int LargestOnStack = 2048;

    /// <summary>MTH of no entries: the hash of nothing.</summary>
    public static TreeHash EmptyRoot { get; } = Digest([]);

    public static TreeHash Leaf(ReadOnlySpan<byte> entry)
    {
        if (entry.Length < LargestOnStack)
        {
            Span<byte> small = stackalloc byte[LargestOnStack];
            return Leaf(entry, small);
        }
        var rented = ArrayPool<byte>.Shared.Rent(entry.Length + 1);
        try { return Leaf(entry, rented); }
        finally { ArrayPool<byte>.Shared.Return(rented); }
    }

    public static TreeHash Node(in TreeHash left, in TreeHash right)
    {
        Span<byte> input = stackalloc byte[1 + TreeHash.Length + TreeHash.Length];
        input[0] = NodePrefix;
        left.Bytes.CopyTo(input[1..]);
        right.Bytes.CopyTo(input[(1 + TreeHash.Length)..]);
        return Digest(input);
    }

    /// <summary>MTH of 2^k hashes, folded in place: what is in <paramref name="hashes"/> afterwards is worthless.</summary>
    internal static TreeHash Fold(Span<TreeHash> hashes)
    {
        for (var width = hashes.Length; width > 1; width /= 2)
        {
            for (var i = 0; i < width / 2; i++) { hashes[i] = Node(hashes[2 * i], hashes[(2 * i) + 1]); }
        }
        return hashes[0];
    }

    private static TreeHash Leaf(ReadOnlySpan<byte> entry, Span<byte> buffer)
    {
        buffer[0] = LeafPrefix;
        entry.CopyTo(buffer[1..]);
        return Digest(buffer[..(1 + entry.Length)]);
    }

    private static TreeHash Digest(ReadOnlySpan<byte> input)
    {
        TreeHash hash = default;
        SHA256.HashData(input, MemoryMarshal.AsBytes(new Span<TreeHash>(ref hash)));
        return hash;
    }
}
