// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Vigil.Server.Crypto;

namespace Vigil.Server.Meetings;

/// <summary>A host's or delegate's signed word that one leaf key may enter (docs/protocol/meeting.md section 3).</summary>
internal sealed record Admission(
    ParticipantId Participant, PublicKey LeafKey, ulong Expiry, PublicKey IssuerKey, Signature Signature, Delegation? Delegation)
{
    private const byte Version = 1;
    private const int ParticipantAt = 1;
    private const int LeafKeyAt = ParticipantAt + ParticipantId.Length;
    private const int ExpiryAt = LeafKeyAt + PublicKey.Length;
    private const int IssuerKeyAt = ExpiryAt + sizeof(ulong);
    private const int SignatureAt = IssuerKeyAt + PublicKey.Length;
    private const int DelegatedAt = SignatureAt + Crypto.Signature.Length;
    private const int DelegationAt = DelegatedAt + 1;

    public static bool TryParse(ReadOnlySpan<byte> bytes, out Admission? admission)
    {
        admission = null;
        if (bytes.Length < DelegationAt || bytes[0] != Version) { return false; }
        if (!TryParseDelegation(bytes[DelegatedAt], bytes[DelegationAt..], out var delegation)) { return false; }
        admission = new Admission(
            new ParticipantId(bytes[ParticipantAt..LeafKeyAt]),
            new PublicKey(bytes[LeafKeyAt..ExpiryAt]),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[ExpiryAt..]),
            new PublicKey(bytes[IssuerKeyAt..SignatureAt]),
            new Signature(bytes[SignatureAt..DelegatedAt]),
            delegation);
        return true;
    }

    private static bool TryParseDelegation(byte delegated, ReadOnlySpan<byte> rest, out Delegation? delegation)
    {
        delegation = null;
        return delegated switch
        {
            0 => rest.IsEmpty,
            1 => Delegation.TryParse(rest, out delegation),
            _ => false,
        };
    }
}
