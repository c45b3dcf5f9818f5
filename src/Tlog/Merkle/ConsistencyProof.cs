// SPDX-License-Identifier: Apache-2.0
using System.Numerics;

namespace Vigil.Tlog.Merkle;

/// <summary>That one tree is the beginning of another (RFC 9162 section 2.1.4.2).</summary>
public static class ConsistencyProof
{
    /// <summary>
    /// Roots come as bytes because equal sizes compare them as they are. From size 0 nothing can be proved and nothing is accepted;
    /// that everything extends the empty tree is a rule of the layer above.
    /// </summary>
    public static bool Verify(
        ulong oldSize, ReadOnlySpan<byte> oldRoot, ulong size, ReadOnlySpan<byte> root, ReadOnlySpan<TreeHash> proof)
    {
        if (oldSize == 0 || oldSize > size) { return false; }
        if (oldSize == size) { return proof.IsEmpty && oldRoot.SequenceEqual(root); }
        if (proof.IsEmpty || !TreeHash.TryRead(oldRoot, out var oldHash)) { return false; }

        // 2. A perfect old tree is its own first node.
        var isPerfect = BitOperations.IsPow2(oldSize);
        var path = isPerfect ? proof : proof[1..];
        var first = isPerfect ? oldHash : proof[0];
        // 3. and 4.
        var (fn, sn) = (oldSize - 1, size - 1);
        while ((fn & 1) == 1) { fn >>= 1; sn >>= 1; }
        // 5. and 6.
        var (fr, sr) = (first, first);
        foreach (var c in path)
        {
            // a.
            if (sn == 0) { return false; }
            // b.
            if ((fn & 1) == 1 || fn == sn)
            {
                fr = Rfc6962.Node(c, fr);
                sr = Rfc6962.Node(c, sr);
                while ((fn & 1) == 0 && fn != 0) { fn >>= 1; sn >>= 1; }
            }
            // c.
            else { sr = Rfc6962.Node(sr, c); }
            // d.
            fn >>= 1;
            sn >>= 1;
        }
        // 7.
        return sn == 0 && fr == oldHash && sr.Bytes.SequenceEqual(root);
    }
}
