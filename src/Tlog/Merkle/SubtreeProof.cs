// SPDX-License-Identifier: Apache-2.0
using System.Numerics;

namespace Vigil.Tlog.Merkle;

/// <summary>
/// Subtrees that begin anywhere (draft-ietf-plants-merkle-tree-certs, "Subtrees"): what ML-DSA cosignatures sign. Nothing in Vigil
/// issues them; whoever verifies such a cosignature one day needs these two.
/// </summary>
public static class SubtreeProof
{
    /// <summary>[start, end) occurs in a tree if start is a multiple of the smallest power of two that is not below its size.</summary>
    public static bool IsValidRange(ulong start, ulong end)
    {
        if (start > end) { return false; }
        // 0 stands for 2^64, of which only 0 is a multiple.
        var span = end == start ? 1 : BitOperations.RoundUpToPowerOf2(end - start);
        return span == 0 ? start == 0 : start % span == 0;
    }

    /// <summary>That a leaf is in a subtree: the proof of a tree that begins at its start.</summary>
    public static bool VerifyInclusion(
        ulong index, ulong start, ulong end, in TreeHash leafHash, ReadOnlySpan<TreeHash> proof, in TreeHash subtreeRoot) =>
        IsValidRange(start, end) && index >= start && index < end
        && InclusionProof.Verify(index - start, end - start, leafHash, proof, subtreeRoot);

    /// <summary>That a subtree is part of a tree of <paramref name="size"/> leaves.</summary>
    public static bool VerifyConsistency(
        ulong start, ulong end, ulong size, ReadOnlySpan<byte> subtreeRoot, ReadOnlySpan<byte> root, ReadOnlySpan<TreeHash> proof)
    {
        // 1.
        if (!IsValidRange(start, end) || end > size) { return false; }
        // An empty subtree is part of every tree, and the whole tree is compared as it is.
        if (start == end) { return proof.IsEmpty && subtreeRoot.SequenceEqual(Rfc6962.EmptyRoot.Bytes); }
        if (start == 0 && end == size) { return proof.IsEmpty && subtreeRoot.SequenceEqual(root); }
        if (!TreeHash.TryRead(subtreeRoot, out var subtreeHash)) { return false; }
        // 2. and 3. Leave out the levels below the subtree's last part.
        var (fn, sn, tn) = (start, end - 1, size - 1);
        var mayStopOnOne = sn != tn;
        while (fn != sn && !(mayStopOnOne && (sn & 1) == 0)) { fn >>= 1; sn >>= 1; tn >>= 1; }
        // 4.
        if (fn != sn && proof.IsEmpty) { return false; }
        var first = fn == sn ? subtreeHash : proof[0];
        var path = fn == sn ? proof : proof[1..];
        // 5.
        var (fr, sr) = (first, first);
        foreach (var p in path)
        {
            // a.
            if (tn == 0) { return false; }
            // b.
            if ((sn & 1) == 1 || sn == tn)
            {
                if (fn < sn) { fr = Rfc6962.Node(p, fr); }
                sr = Rfc6962.Node(p, sr);
                while ((sn & 1) == 0) { fn >>= 1; sn >>= 1; tn >>= 1; }
            }
            // c.
            else { sr = Rfc6962.Node(sr, p); }
            // d.
            fn >>= 1;
            sn >>= 1;
            tn >>= 1;
        }
        // 6.
        return tn == 0 && fr == subtreeHash && sr.Bytes.SequenceEqual(root);
    }
}
