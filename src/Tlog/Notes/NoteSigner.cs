// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Keys;

namespace Vigil.Tlog.Notes;

/// <summary>Signs note texts under one name (type 0x01).</summary>
public sealed class NoteSigner(string name, ISigner signer)
{
    public VerifierKey Key { get; } = new(name, KeyAlgorithm.Ed25519, signer.PublicKey);

    public NoteSignature Sign(ReadOnlySpan<byte> text) => new(Key.Name, Key.KeyId, signer.Sign(text));

    /// <summary>A whole note, signed by this key alone.</summary>
    public SignedNote SignNote(ReadOnlySpan<byte> text) => SignedNote.Create(text, [Sign(text)]);
}
