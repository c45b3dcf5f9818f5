// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Tlog.Merkle;

/// <summary>Makes the proofs that the verifiers in this folder check. False if the tree has no such proof or a hash cannot be had.</summary>
public static class ProofBuilder
{
    /// <summary>PATH(index, D[0:size]), from the leaf's sibling up (RFC 9162 section 2.1.3.1).</summary>
    public static bool TryInclusion(ITreeNodes nodes, ulong index, ulong size, out TreeHash[] proof) =>
        // The path of one leaf is the consistency proof of the subtree that it alone is.
        TrySubtreeConsistency(nodes, index, index + 1, size, out proof) && index < size;

    /// <summary>PROOF(oldSize, D[0:size]) (RFC 9162 section 2.1.4.1).</summary>
    public static bool TryConsistency(ITreeNodes nodes, ulong oldSize, ulong size, out TreeHash[] proof)
    {
        proof = [];
        return oldSize > 0 && TrySubtreeConsistency(nodes, 0, oldSize, size, out proof);
    }

    /// <summary>SUBTREE_PROOF(start, end, D[0:size]) (draft-ietf-plants-merkle-tree-certs, "Generating a Subtree Consistency Proof").</summary>
    public static bool TrySubtreeConsistency(ITreeNodes nodes, ulong start, ulong end, ulong size, out TreeHash[] proof)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        proof = [];
        if (end > size || start >= end || !SubtreeProof.IsValidRange(start, end)) { return false; }
        var path = new List<TreeHash>();
        if (!TryCollect(nodes, path, start, end, 0, size)) { return false; }
        proof = [.. path];
        return true;
    }

    /// <summary>Descends from [low, high) to [start, end), and on the way back adds the half that was not entered.</summary>
    private static bool TryCollect(
        ITreeNodes nodes, List<TreeHash> path, ulong start, ulong end, ulong low, ulong high, bool known = true)
    {
        if (start == low && end == high)
        {
            // The verifier knows the range's own root, but not that of a part of it.
            return known || TryAdd(nodes, path, low, high);
        }
        var middle = low + TreeRange.Split(high - low);
        if (end <= middle) { return TryCollect(nodes, path, start, end, low, middle, known) && TryAdd(nodes, path, middle, high); }
        if (start >= middle) { return TryCollect(nodes, path, start, end, middle, high, known) && TryAdd(nodes, path, low, middle); }
        return TryCollect(nodes, path, middle, end, middle, high, known: false) && TryAdd(nodes, path, low, middle);
    }

    private static bool TryAdd(ITreeNodes nodes, List<TreeHash> path, ulong start, ulong end)
    {
        if (!TreeRange.TryHash(nodes, start, end, out var hash)) { return false; }
        path.Add(hash);
        return true;
    }
}
