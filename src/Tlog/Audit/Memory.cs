// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Notes;
using Vigil.Tlog.Policies;

namespace Vigil.Tlog.Audit;

/// <summary>The checkpoints that an auditor has seen before, held against the tree as it grows from its first entry.</summary>
internal sealed class Memory
{
    private readonly AuditFindings _findings;
    private readonly List<(TreeHead Head, ReadOnlyMemory<byte> Note)> _bySize = [];
    private readonly List<(TreeHead Head, ReadOnlyMemory<byte> Note)> _others = [];
    private int _next;

    public Memory(IEnumerable<ReadOnlyMemory<byte>> remembered, string origin, LogPolicy policy, AuditFindings findings)
    {
        _findings = findings;
        // A log that changed its key signed earlier checkpoints with the earlier one.
        VerifierKey[] keys = [.. policy.Logs.Select(l => l.Key).Where(k => k.Name == origin)];
        foreach (var bytes in remembered) { Remember(bytes, origin, keys); }
        _bySize.Sort((a, b) => a.Head.Size.CompareTo(b.Head.Size));
    }

    public int Consistent { get; private set; }

    /// <summary>Size of the next remembered tree, or the largest number.</summary>
    public ulong NextSize => _next < _bySize.Count ? _bySize[_next].Head.Size : ulong.MaxValue;

    /// <summary>Compares all remembered trees of this size with what the served entries make.</summary>
    public void Compare(TreeHead made)
    {
        for (; NextSize == made.Size; _next++)
        {
            if (_bySize[_next].Head.Root == made.Root) { Consistent++; }
            else { _others.Add(_bySize[_next]); }
        }
    }

    /// <summary>
    /// Says what the signed head means for the memory. Other roots on the way are proof of a fork only if the entries do make the
    /// signed root: else the served files are merely damaged, and that is said elsewhere.
    /// </summary>
    public void Settle(TreeHead signed, bool entriesMakeRoot)
    {
        foreach (var (head, note) in _others.Concat(_bySize.Skip(_next)))
        {
            if (head.Size > signed.Size) { Add(AuditCode.Shrunk, $"the log had {head.Size} entries, now {signed.Size}", note); }
            else if (head.Size == signed.Size ? head.Root != signed.Root : entriesMakeRoot)
            {
                Add(AuditCode.Forked, $"at size {head.Size} the log signed another root before", note);
            }
        }
    }

    private void Add(AuditCode code, string reason, ReadOnlyMemory<byte> note) =>
        _findings.Add(new AuditFinding(code, reason) { Evidence = note });

    private void Remember(ReadOnlyMemory<byte> bytes, string origin, VerifierKey[] keys)
    {
        // The log's signature is what makes it the log's own word; witnesses do not matter here.
        if (SignedNote.TryParse(bytes.Span, out var note, out _)
            && NoteVerification.TryVerify(note!, keys, out _, out _)
            && Checkpoint.TryParse(note!.Text.Span, out var checkpoint, out _)
            && checkpoint!.Origin == origin)
        {
            _bySize.Add((checkpoint.Head, bytes));
            return;
        }
        Add(AuditCode.MemoryDamaged, "a remembered checkpoint is not one that this log signed", bytes);
    }
}
