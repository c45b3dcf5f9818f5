// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Merkle;
using Vigil.Tlog.Notes;

namespace Vigil.Tlog.Witnessing;

/// <summary>What a witness checks before it cosigns (C2SP tlog-witness, "add-checkpoint").</summary>
public static class WitnessRules
{
    /// <summary>
    /// Decides on a request. <paramref name="last"/> is the head that was cosigned last, null for none; reading it, calling this and
    /// persisting the new head must be one atomic step, or two requests at once roll the log back.
    /// </summary>
    public static WitnessAnswer Decide(
        WitnessRequest request, IReadOnlyList<VerifierKey> logKeys, TreeHead? last, out Checkpoint? checkpoint)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(logKeys);
        if (!Checkpoint.TryParse(request.Checkpoint.Text.Span, out checkpoint, out var problem))
        {
            return problem == CheckpointProblem.EmptyTreeWithRoot ? WitnessAnswer.NotConsistent : WitnessAnswer.BadRequest;
        }
        var origin = checkpoint!.Origin;
        VerifierKey[] keys = [.. logKeys.Where(k => k.Name == origin)];
        if (keys.Length == 0) { return WitnessAnswer.UnknownOrigin; }
        if (!NoteVerification.TryVerify(request.Checkpoint, keys, out _, out _)) { return WitnessAnswer.NotSigned; }

        var head = checkpoint.Head;
        if (request.OldSize > head.Size) { return WitnessAnswer.BadRequest; }
        if (request.OldSize != (last?.Size ?? 0)) { return WitnessAnswer.OtherSize; }
        return Extends(last, head, [.. request.Proof]) ? WitnessAnswer.Cosign : WitnessAnswer.NotConsistent;
    }

    private static bool Extends(TreeHead? last, TreeHead head, ReadOnlySpan<TreeHash> proof)
    {
        // Everything extends the empty tree, and there is nothing to prove.
        if (last is not { Size: > 0 } old) { return proof.IsEmpty; }
        return ConsistencyProof.Verify(old.Size, old.Root.Bytes, head.Size, head.Root.Bytes, proof);
    }
}
