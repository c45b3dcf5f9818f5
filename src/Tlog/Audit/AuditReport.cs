// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Policies;

namespace Vigil.Tlog.Audit;

/// <summary>How far an audit is.</summary>
public readonly record struct AuditProgress(ulong Entries, ulong Size);

/// <summary>The verdict and what it rests on.</summary>
public sealed record AuditReport
{
    public bool Accepted => FindingsTotal == 0;

    public required CheckpointVerdict Checkpoint { get; init; }

    /// <summary>Entries that were read and hashed; all of them, if accepted.</summary>
    public ulong Entries { get; init; }

    /// <summary>Entries of types that this program does not know: hashed, and read by their head alone.</summary>
    public ulong UnknownEntries { get; init; }

    /// <summary>Tiles of hashes that were compared with what the entries make.</summary>
    public ulong Tiles { get; init; }

    /// <summary>Remembered checkpoints that this tree was shown to extend.</summary>
    public int ConsistentWith { get; init; }

    public required IReadOnlyList<AuditFinding> Findings { get; init; }

    /// <summary>More than are listed, if there are too many.</summary>
    public long FindingsTotal { get; init; }
}
