// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Entries;
using Vigil.Tlog.Notes;
using Vigil.Tlog.Policies;
using Vigil.Tlog.Tiles;

namespace Vigil.Tlog.Audit;

/// <summary>
/// Checks a whole log from its first entry, trusting nothing but the policy: memory for one bundle and the right edge, whatever the
/// size. One object, one audit.
/// </summary>
/// <remarks>
/// (1) the checkpoint's signatures    <see cref="LogPolicy.Check"/>       and how old they are
/// (2) entries, bundle by bundle      <see cref="LogEntry.TryParse"/>     and the rules between them
/// (3) tiles from these entries       <see cref="TileBuilder"/>           the served ones must be the same bytes
/// (4) every remembered checkpoint    <see cref="Memory"/>                compared when the tree has its size
/// (5) the root
/// </remarks>
public sealed class LogAudit(ITileSource source, LogPolicy policy, AuditOptions options)
{
    private readonly AuditFindings _findings = new();
    private readonly TileReader _served = new(source);
    private readonly TileBuilder _tree = new();
    private ulong _unknownEntries;

    /// <param name="checkpoint">The newest checkpoint, as it was served.</param>
    /// <param name="remembered">Every checkpoint ever seen, as it was served.</param>
    /// <param name="now">The time to judge freshness by.</param>
    /// <param name="progress">Called after each bundle.</param>
    public AuditReport Run(
        ReadOnlySpan<byte> checkpoint,
        IEnumerable<ReadOnlyMemory<byte>> remembered,
        DateTimeOffset now,
        Action<AuditProgress>? progress = null)
    {
        // (1) Without a signed head there is nothing to hold the files against.
        if (!TryCheckNote(checkpoint, out var verdict)) { return Report(verdict, null, null); }
        CheckFreshness(verdict, now);
        if (options.RequireAllWitnesses) { CheckAllWitnesses(verdict); }

        var head = verdict.Checkpoint!.Head;
        var memory = new Memory(remembered, verdict.Checkpoint.Origin, policy, _findings);
        var comparison = new ComparingSink(_served, _findings);
        // (2), (3), (4) A bundle that cannot be read ends it: what follows could not be hashed.
        memory.Compare(_tree.Head);
        while (_tree.Size < head.Size && TryReadBundle(head.Size, memory, comparison))
        {
            progress?.Invoke(new AuditProgress(_tree.Size, head.Size));
        }
        // (5)
        if (_tree.Size == head.Size) { Finish(head, now, comparison); }
        memory.Settle(head, entriesMakeRoot: _tree.Head == head);
        return Report(verdict, memory, comparison);
    }

    private void Finish(TreeHead head, DateTimeOffset now, ComparingSink comparison)
    {
        _tree.Flush(comparison);
        foreach (var rule in options.Rules) { rule.OnEnd(head.Size, now, _findings); }
        if (_tree.Head != head)
        {
            _findings.Add(new AuditFinding(AuditCode.RootMismatch, $"the {head.Size} entries do not make the root that was signed"));
        }
    }

    private bool TryCheckNote(ReadOnlySpan<byte> checkpoint, out CheckpointVerdict verdict)
    {
        if (!SignedNote.TryParse(checkpoint, out var note, out var problem))
        {
            verdict = new CheckpointVerdict(CheckpointRefusal.BadSignatures) { NoteProblem = problem };
            _findings.Add(new AuditFinding(AuditCode.CheckpointRefused, $"the checkpoint is not a signed note: {problem}"));
            return false;
        }
        verdict = policy.Check(note!);
        if (!verdict.Accepted)
        {
            _findings.Add(new AuditFinding(AuditCode.CheckpointRefused, $"the policy refuses the checkpoint: {Describe(verdict)}"));
        }
        return verdict.Accepted;
    }

    private void CheckFreshness(CheckpointVerdict verdict, DateTimeOffset now)
    {
        // A policy without witnesses has nobody to tell the time.
        if (verdict.NewestCosignature is not { } newest) { return; }
        var age = now.ToUnixTimeSeconds() - (long)newest;
        if (age > options.MaxAge.TotalSeconds)
        {
            _findings.Add(new AuditFinding(AuditCode.Stale, $"the newest cosignature is {age} s old"));
        }
        if (-age > options.MaxSkew.TotalSeconds)
        {
            _findings.Add(new AuditFinding(AuditCode.FromTheFuture, $"the newest cosignature is {-age} s ahead"));
        }
    }

    private void CheckAllWitnesses(CheckpointVerdict verdict)
    {
        foreach (var witness in policy.Witnesses.Except(verdict.Witnesses))
        {
            _findings.Add(new AuditFinding(AuditCode.WitnessMissing, $"no cosignature by {witness.Name}"));
        }
    }

    private bool TryReadBundle(ulong size, Memory memory, ComparingSink comparison)
    {
        var index = _tree.Size / TilePath.FullWidth;
        var path = TilePath.Entries(index, TileLayout.WidthOf(size, 0, index));
        var problem = _served.ReadEntries(path, out var bundle);
        if (problem != TileProblem.None)
        {
            _findings.Add(ComparingSink.Damage(path, problem));
            return false;
        }
        for (var i = 0; i < bundle!.Count; i++)
        {
            var entry = bundle[i];
            CheckEntry(_tree.Append(entry.Span, comparison), entry);
            if (memory.NextSize == _tree.Size) { memory.Compare(_tree.Head); }
        }
        return true;
    }

    private void CheckEntry(ulong index, ReadOnlyMemory<byte> bytes)
    {
        if (!LogEntry.TryParse(bytes, out var entry, out var failure))
        {
            _findings.Add(new AuditFinding(AuditCode.EntryMalformed, $"entry {index}: {failure}") { Entry = index });
            return;
        }
        if (!entry!.IsKnownType) { _unknownEntries++; }
        foreach (var rule in options.Rules) { rule.OnEntry(index, entry, _findings); }
    }

    private static string Describe(CheckpointVerdict verdict) => verdict.Refusal switch
    {
        CheckpointRefusal.BadSignatures => verdict.NoteProblem.ToString(),
        CheckpointRefusal.NotACheckpoint => verdict.CheckpointProblem.ToString(),
        _ => verdict.Refusal.ToString(),
    };

    private AuditReport Report(CheckpointVerdict verdict, Memory? memory, ComparingSink? comparison) => new()
    {
        Checkpoint = verdict,
        Entries = _tree.Size,
        UnknownEntries = _unknownEntries,
        Tiles = comparison?.Tiles ?? 0,
        ConsistentWith = memory?.Consistent ?? 0,
        Findings = _findings.Kept,
        FindingsTotal = _findings.Total,
    };
}
