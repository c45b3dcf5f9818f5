// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Keys;

namespace Vigil.Tlog.Notes;

/// <summary>Which of the known keys signed a note (C2SP signed-note, "Signatures").</summary>
public static class NoteVerification
{
    /// <summary>
    /// Unknown signatures are ignored: a key is known by name and id together. One known signature that fails refuses the whole note.
    /// A key that signed twice is listed once, with its newest time.
    /// </summary>
    public static bool TryVerify(
        SignedNote note, IReadOnlyList<VerifierKey> keys, out IReadOnlyList<VerifiedSignature> verified, out NoteProblem problem)
    {
        ArgumentNullException.ThrowIfNull(note);
        ArgumentNullException.ThrowIfNull(keys);
        var found = new Dictionary<VerifierKey, VerifiedSignature>();
        verified = [];
        foreach (var signature in note.Signatures)
        {
            if (!TryFindKey(keys, signature, out var key)) { problem = NoteProblem.AmbiguousKey; return false; }
            // Nobody here can check ML-DSA: such a signature is as good as unknown.
            if (key is null || key.Algorithm == KeyAlgorithm.MlDsa44Cosignature) { continue; }
            if (!TryVerifyOne(key, note.Text.Span, signature, out var one)) { problem = NoteProblem.KnownSignatureFails; return false; }
            if (!found.TryGetValue(key, out var earlier) || one!.Time > earlier.Time) { found[key] = one!; }
        }
        verified = [.. found.Values];
        problem = verified.Count == 0 ? NoteProblem.NoTrustedSignature : NoteProblem.None;
        return verified.Count > 0;
    }

    private static bool TryFindKey(IReadOnlyList<VerifierKey> keys, NoteSignature signature, out VerifierKey? found)
    {
        found = null;
        foreach (var key in keys)
        {
            if (!key.Made(signature)) { continue; }
            if (found is not null) { return false; }
            found = key;
        }
        return true;
    }

    private static bool TryVerifyOne(VerifierKey key, ReadOnlySpan<byte> text, NoteSignature signature, out VerifiedSignature? verified)
    {
        verified = null;
        ulong? time = null;
        if (key.Algorithm == KeyAlgorithm.Ed25519Cosignature)
        {
            if (!Cosignature.TryVerify(key.PublicKey.Span, text, signature.Signature.Span, out var stated)) { return false; }
            time = stated;
        }
        else if (!Ed25519.Verify(key.PublicKey.Span, text, signature.Signature.Span)) { return false; }
        verified = new VerifiedSignature(key, time);
        return true;
    }
}
