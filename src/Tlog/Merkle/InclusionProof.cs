// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Tlog.Merkle;

/// <summary>That a leaf is in a tree (RFC 9162 section 2.1.3.2).</summary>
public static class InclusionProof
{
    /// <summary>No tree below 2^63 leaves needs more hashes.</summary>
    public const int MaxHashes = 63;

    public static bool Verify(ulong index, ulong size, in TreeHash leafHash, ReadOnlySpan<TreeHash> proof, in TreeHash root) =>
        TryComputeRoot(index, size, leafHash, proof, out var computed) && computed == root;

    /// <summary>The root that the proof leads to; false if a proof of that length cannot belong there.</summary>
    public static bool TryComputeRoot(ulong index, ulong size, in TreeHash leafHash, ReadOnlySpan<TreeHash> proof, out TreeHash root)
    {
        root = leafHash;
        // 1.
        if (index >= size) { return false; }
        // 2.
        var (fn, sn) = (index, size - 1);
        // 3. and 4.
        foreach (var p in proof)
        {
            // a.
            if (sn == 0) { return false; }
            // b.
            if ((fn & 1) == 1 || fn == sn)
            {
                root = Rfc6962.Node(p, root);
                while ((fn & 1) == 0 && fn != 0) { fn >>= 1; sn >>= 1; }
            }
            // c.
            else { root = Rfc6962.Node(root, p); }
            // d.
            fn >>= 1;
            sn >>= 1;
        }
        // 5.
        return sn == 0;
    }
}
