// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Tlog.Checkpoints;

/// <summary>Why a note's text is not a checkpoint.</summary>
public enum CheckpointProblem
{
    None = 0,
    FewerThanThreeLines,
    EmptyOrigin,
    BadSize,
    BadRoot,
    EmptyExtensionLine,

    /// <summary>Size 0 with another root than the empty tree's.</summary>
    EmptyTreeWithRoot,
}
