// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Crypto;

namespace Vigil.Server.Meetings;

/// <summary>The word of the leaf key of an earlier entry that whoever made it makes this one, too (docs/protocol/meeting.md section 3).</summary>
internal sealed record ReturnProof(ParticipantId Participant, PublicKey LeafKey, Signature Signature, byte[] Bytes)
{
    public const int Length = SignatureAt + Crypto.Signature.Length;

    private const int SignatureAt = ParticipantId.Length + PublicKey.Length;

    public static bool TryParse(byte[] bytes, out ReturnProof? proof)
    {
        proof = null;
        if (bytes.Length != Length) { return false; }
        var parts = bytes.AsSpan();
        proof = new ReturnProof(
            new ParticipantId(parts[..ParticipantId.Length]), new PublicKey(parts[ParticipantId.Length..SignatureAt]), new Signature(parts[SignatureAt..]), bytes);
        return true;
    }
}
