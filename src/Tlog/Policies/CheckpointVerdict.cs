// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Notes;

namespace Vigil.Tlog.Policies;

/// <summary>Why a policy does not accept a checkpoint.</summary>
public enum CheckpointRefusal
{
    None = 0,
    BadSignatures,
    NotACheckpoint,

    /// <summary>Only witnesses signed, or a log for an origin that is not its own.</summary>
    NoLogSignature,
    NoQuorum,
}

/// <summary>What a policy says of a checkpoint.</summary>
public sealed record CheckpointVerdict(CheckpointRefusal Refusal)
{
    public bool Accepted => Refusal == CheckpointRefusal.None;

    /// <summary>More on <see cref="CheckpointRefusal.BadSignatures"/>.</summary>
    public NoteProblem NoteProblem { get; init; }

    /// <summary>More on <see cref="CheckpointRefusal.NotACheckpoint"/>.</summary>
    public CheckpointProblem CheckpointProblem { get; init; }

    /// <summary>Present once the signatures hold; to be used only if <see cref="Accepted"/>.</summary>
    public Checkpoint? Checkpoint { get; init; }

    public PolicyLog? Log { get; init; }

    /// <summary>Whose cosignatures hold, in the policy's order.</summary>
    public IReadOnlyList<PolicyWitness> Witnesses { get; init; } = [];

    /// <summary>POSIX seconds of the newest valid cosignature: a log that is kept frozen shows by it.</summary>
    public ulong? NewestCosignature { get; init; }
}
