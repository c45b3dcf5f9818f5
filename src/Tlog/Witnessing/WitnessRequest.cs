// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using Vigil.Tlog.Encodings;
using Vigil.Tlog.Merkle;
using Vigil.Tlog.Notes;

namespace Vigil.Tlog.Witnessing;

/// <summary>The body of <c>POST add-checkpoint</c>: old size, consistency proof, checkpoint (C2SP tlog-witness).</summary>
public sealed class WitnessRequest(ulong oldSize, IReadOnlyList<TreeHash> proof, SignedNote checkpoint)
{
    public const int MaxProofLines = 63;

    public const int MaxBytes = SignedNote.MaxBytes + 4096;

    /// <summary>The size that the witness is believed to have cosigned last; 0 if none.</summary>
    public ulong OldSize { get; } = oldSize;

    public IReadOnlyList<TreeHash> Proof { get; } = proof;

    public SignedNote Checkpoint { get; } = checkpoint;

    /// <summary>False for anything that is not exactly such a body; a witness answers 400.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out WitnessRequest? request)
    {
        request = null;
        if (bytes.Length > MaxBytes) { return false; }
        var lines = new LineReader(bytes);
        if (!lines.TryRead(out var line) || !line.StartsWith("old "u8)) { return false; }
        if (!StrictDecimal.TryParse(line["old ".Length..], out var oldSize)) { return false; }
        if (!TryReadProof(ref lines, out var proof) || !SignedNote.TryParse(lines.Rest, out var note, out _)) { return false; }
        request = new WitnessRequest(oldSize, proof, note!);
        return true;
    }

    public byte[] ToBytes()
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"old {OldSize}\n"));
        foreach (var hash in Proof) { text.Append(hash.ToString()).Append('\n'); }
        return [.. Encoding.ASCII.GetBytes(text.Append('\n').ToString()), .. Checkpoint.ToBytes()];
    }

    private static bool TryReadProof(ref LineReader lines, out List<TreeHash> proof)
    {
        proof = [];
        while (lines.TryRead(out var line))
        {
            if (line.IsEmpty) { return true; }
            if (proof.Count == MaxProofLines) { return false; }
            if (!StrictBase64.TryDecode(line, out var bytes) || !TreeHash.TryRead(bytes, out var hash)) { return false; }
            proof.Add(hash);
        }
        return false;
    }
}
