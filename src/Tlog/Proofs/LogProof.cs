// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Encodings;
using Vigil.Tlog.Merkle;
using Vigil.Tlog.Notes;
using Vigil.Tlog.Policies;

namespace Vigil.Tlog.Proofs;

/// <summary>A <c>.tlog-proof</c> file: that an entry is in a log, checkable offline (C2SP tlog-proof).</summary>
public sealed class LogProof
{
    public const int MaxBytes = SignedNote.MaxBytes + (128 * 1024);

    private static ReadOnlySpan<byte> FirstLine => "c2sp.org/tlog-proof@v1"u8;

    public LogProof(ulong index, IReadOnlyList<TreeHash> hashes, SignedNote checkpoint, ReadOnlyMemory<byte> extra = default)
    {
        Index = index;
        Hashes = hashes;
        Checkpoint = checkpoint;
        Extra = extra;
    }

    /// <summary>Bytes that travel along and that nothing authenticates; in Vigil the subject's salt, kind and id.</summary>
    public ReadOnlyMemory<byte> Extra { get; }

    public ulong Index { get; }

    /// <summary>From the leaf's sibling to the root's child.</summary>
    public IReadOnlyList<TreeHash> Hashes { get; }

    public SignedNote Checkpoint { get; }

    public static bool TryParse(ReadOnlySpan<byte> bytes, out LogProof? proof, out LogProofProblem problem)
    {
        proof = null;
        problem = LogProofProblem.TooLong;
        if (bytes.Length > MaxBytes) { return false; }

        problem = LogProofProblem.WrongFirstLine;
        var lines = new LineReader(bytes);
        if (!lines.TryRead(out var line) || !line.SequenceEqual(FirstLine)) { return false; }

        problem = LogProofProblem.BadIndex;
        if (!lines.TryRead(out line)) { return false; }
        byte[] extra = [];
        if (line.StartsWith("extra "u8))
        {
            problem = LogProofProblem.BadExtra;
            if (!StrictBase64.TryDecode(line["extra ".Length..], out extra) || extra.Length == 0) { return false; }
            problem = LogProofProblem.BadIndex;
            if (!lines.TryRead(out line)) { return false; }
        }
        if (!line.StartsWith("index "u8) || !StrictDecimal.TryParse(line["index ".Length..], out var index)) { return false; }

        if (!TryReadHashes(ref lines, out var hashes, out problem)) { return false; }

        problem = LogProofProblem.BadNote;
        if (!SignedNote.TryParse(lines.Rest, out var note, out _)) { return false; }
        problem = LogProofProblem.None;
        proof = new LogProof(index, hashes, note!, extra);
        return true;
    }

    /// <summary>The file.</summary>
    public byte[] ToBytes()
    {
        var text = new StringBuilder(Encoding.ASCII.GetString(FirstLine)).Append('\n');
        if (!Extra.IsEmpty) { text.Append("extra ").Append(Convert.ToBase64String(Extra.Span)).Append('\n'); }
        text.Append(CultureInfo.InvariantCulture, $"index {Index}\n");
        foreach (var hash in Hashes) { text.Append(hash.ToString()).Append('\n'); }
        text.Append('\n');
        return [.. Encoding.ASCII.GetBytes(text.ToString()), .. Checkpoint.ToBytes()];
    }

    /// <summary>
    /// Whether this proves that the entry is in a log of the policy, as witnessed as the policy wants. How old the checkpoint may be is
    /// the caller's to say: <see cref="CheckpointVerdict.NewestCosignature"/>.
    /// </summary>
    public bool TryVerify(ReadOnlySpan<byte> entry, LogPolicy policy, out CheckpointVerdict verdict, out LogProofProblem problem)
    {
        ArgumentNullException.ThrowIfNull(policy);
        verdict = policy.Check(Checkpoint);
        problem = LogProofProblem.CheckpointRefused;
        if (!verdict.Accepted) { return false; }

        var head = verdict.Checkpoint!.Head;
        problem = LogProofProblem.IndexBeyondTree;
        if (Index >= head.Size) { return false; }

        problem = LogProofProblem.NotIncluded;
        if (!InclusionProof.Verify(Index, head.Size, Rfc6962.Leaf(entry), [.. Hashes], head.Root)) { return false; }
        problem = LogProofProblem.None;
        return true;
    }

    private static bool TryReadHashes(ref LineReader lines, out List<TreeHash> hashes, out LogProofProblem problem)
    {
        hashes = [];
        problem = LogProofProblem.NoEmptyLine;
        while (lines.TryRead(out var line))
        {
            if (line.IsEmpty) { return true; }
            problem = LogProofProblem.TooManyHashes;
            if (hashes.Count == InclusionProof.MaxHashes) { return false; }
            problem = LogProofProblem.BadHash;
            if (!StrictBase64.TryDecode(line, out var bytes) || !TreeHash.TryRead(bytes, out var hash)) { return false; }
            hashes.Add(hash);
            problem = LogProofProblem.NoEmptyLine;
        }
        return false;
    }
}
