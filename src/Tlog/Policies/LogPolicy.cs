// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Notes;

namespace Vigil.Tlog.Policies;

/// <summary>Which logs to believe, and which witnesses must have seen the same (C2SP tlog-policy).</summary>
public sealed class LogPolicy
{
    internal LogPolicy(
        IReadOnlyList<PolicyLog> logs, IReadOnlyList<PolicyWitness> witnesses, IReadOnlyList<PolicyGroup> groups, PolicyMember? quorum)
    {
        Logs = logs;
        Witnesses = witnesses;
        Groups = groups;
        Quorum = quorum;
        Keys = [.. logs.Select(l => l.Key), .. witnesses.Select(w => w.Key)];
    }

    public IReadOnlyList<PolicyLog> Logs { get; }
    public IReadOnlyList<PolicyWitness> Witnesses { get; }
    public IReadOnlyList<PolicyGroup> Groups { get; }

    /// <summary>Null stands for <c>quorum none</c>: no witness is needed.</summary>
    public PolicyMember? Quorum { get; }

    private IReadOnlyList<VerifierKey> Keys { get; }

    public static bool TryParse(ReadOnlySpan<byte> bytes, out LogPolicy? policy, out PolicyFailure failure) =>
        new PolicyParser().TryParse(bytes, out policy, out failure);

    /// <summary>Whether these witnesses are enough.</summary>
    public bool IsQuorum(IReadOnlySet<PolicyWitness> cosigned) => Quorum is null || HasWitnessed(Quorum, cosigned);

    /// <summary>Checks a checkpoint: signed by one of the logs for its own origin, and cosigned by a quorum.</summary>
    public CheckpointVerdict Check(SignedNote note)
    {
        ArgumentNullException.ThrowIfNull(note);
        if (!NoteVerification.TryVerify(note, Keys, out var verified, out var noteProblem))
        {
            return new CheckpointVerdict(CheckpointRefusal.BadSignatures) { NoteProblem = noteProblem };
        }
        if (!Checkpoint.TryParse(note.Text.Span, out var checkpoint, out var problem))
        {
            return new CheckpointVerdict(CheckpointRefusal.NotACheckpoint) { CheckpointProblem = problem };
        }
        // A log's key speaks for the origin that is its name, and for no other.
        var log = Logs.FirstOrDefault(l => l.Key.Name == checkpoint!.Origin && verified.Any(v => v.Key == l.Key));
        var cosigned = Witnesses.Where(w => verified.Any(v => v.Key == w.Key)).ToHashSet();
        var refusal = log is null ? CheckpointRefusal.NoLogSignature
            : !IsQuorum(cosigned) ? CheckpointRefusal.NoQuorum
            : CheckpointRefusal.None;
        return new CheckpointVerdict(refusal)
        {
            Checkpoint = checkpoint,
            Log = log,
            Witnesses = [.. Witnesses.Where(cosigned.Contains)],
            NewestCosignature = verified.Max(v => v.Time),
        };
    }

    private static bool HasWitnessed(PolicyMember member, IReadOnlySet<PolicyWitness> cosigned) => member switch
    {
        PolicyWitness witness => cosigned.Contains(witness),
        PolicyGroup group => group.Members.Count(m => HasWitnessed(m, cosigned)) >= group.Threshold,
        _ => false,
    };
}
