// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Tlog.Audit;

/// <summary>What an audit can find wrong. Any of these refuses the log.</summary>
public enum AuditCode
{
    /// <summary>Not signed by the log, not cosigned by a quorum, or no checkpoint.</summary>
    CheckpointRefused,

    /// <summary>The newest cosignature is too old: a log kept frozen hides what came later.</summary>
    Stale,

    /// <summary>A cosignature from the future.</summary>
    FromTheFuture,

    /// <summary>A quorum, but not all witnesses, where all were asked for.</summary>
    WitnessMissing,

    /// <summary>A remembered checkpoint that the log never signed: this is the auditor's own folder that is damaged.</summary>
    MemoryDamaged,

    /// <summary>The log is smaller than it was.</summary>
    Shrunk,

    /// <summary>The log shows another history than it did. With both checkpoints this is proof.</summary>
    Forked,
    TileMissing,
    TileDamaged,

    /// <summary>The entries do not make the root that was signed.</summary>
    RootMismatch,
    EntryMalformed,

    /// <summary>A rule between entries is broken.</summary>
    RuleBroken,
}
