// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Tlog.Proofs;

/// <summary>Why a proof file was refused.</summary>
public enum LogProofProblem
{
    None = 0,
    TooLong,
    WrongFirstLine,
    BadExtra,
    BadIndex,
    BadHash,
    TooManyHashes,
    NoEmptyLine,

    /// <summary>What follows the empty line is not a signed note.</summary>
    BadNote,

    /// <summary>The note's text is not a checkpoint.</summary>
    BadCheckpoint,

    /// <summary>The policy does not accept the checkpoint.</summary>
    CheckpointRefused,

    /// <summary>The tree of the checkpoint has no such index.</summary>
    IndexBeyondTree,

    /// <summary>The hashes do not lead from the entry to the root.</summary>
    NotIncluded,
}
