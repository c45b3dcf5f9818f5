// SPDX-License-Identifier: Apache-2.0
using Vigil.Cli.Mirroring;
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Notes;
using Vigil.Tlog.Policies;

namespace Vigil.Cli.Auditing;

/// <summary>The checkpoint under audit, and what is held against it: the same for the first and the second look.</summary>
/// <param name="State">The auditor's folder.</param>
/// <param name="Policy">Whose signatures count.</param>
/// <param name="Note">The newest checkpoint as it was served.</param>
/// <param name="Seen">All that were seen before.</param>
internal sealed record AuditSubject(StateFolder State, LogPolicy Policy, byte[] Note, IReadOnlyList<SeenCheckpoint> Seen)
{
    private readonly CheckpointVerdict? _verdict = SignedNote.TryParse(Note, out var parsed, out _) ? Policy.Check(parsed!) : null;

    public string Origin => SeenCheckpoint.Read(Note)?.Origin ?? "";

    /// <summary>The head that the log signed, whether or not witnesses did; null if it signed none.</summary>
    public TreeHead? Signed => _verdict?.Log is null ? null : _verdict.Checkpoint!.Head;

    /// <summary>The same, if the quorum signed it too: only then are the files worth reading.</summary>
    public TreeHead? Accepted => _verdict is { Accepted: true } ? _verdict.Checkpoint!.Head : null;
}
