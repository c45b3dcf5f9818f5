// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Vigil.Server.Crypto;

namespace Vigil.Server.Meetings;

/// <summary>By what right an admission's issuer admits.</summary>
internal enum AdmittedBy : byte { HostKey = 0, Delegation = 1, Role = 2 }

/// <summary>The signed word of somebody inside that one leaf key may enter (docs/protocol/meeting.md section 3).</summary>
internal sealed record Admission(
    ParticipantId Participant, PublicKey LeafKey, ulong Expiry, PublicKey IssuerKey, Signature Signature, AdmittedBy By, Delegation? Delegation)
{
    private const byte Version = 1;
    private const int ParticipantAt = 1;
    private const int LeafKeyAt = ParticipantAt + ParticipantId.Length;
    private const int ExpiryAt = LeafKeyAt + PublicKey.Length;
    private const int IssuerKeyAt = ExpiryAt + sizeof(ulong);
    private const int SignatureAt = IssuerKeyAt + PublicKey.Length;
    private const int ByAt = SignatureAt + Crypto.Signature.Length;
    private const int DelegationAt = ByAt + 1;

    public static bool TryParse(ReadOnlySpan<byte> bytes, out Admission? admission)
    {
        admission = null;
        if (bytes.Length < DelegationAt || bytes[0] != Version) { return false; }
        var by = (AdmittedBy)bytes[ByAt];
        if (!TryParseDelegation(by, bytes[DelegationAt..], out var delegation)) { return false; }
        admission = new Admission(
            new ParticipantId(bytes[ParticipantAt..LeafKeyAt]),
            new PublicKey(bytes[LeafKeyAt..ExpiryAt]),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[ExpiryAt..]),
            new PublicKey(bytes[IssuerKeyAt..SignatureAt]),
            new Signature(bytes[SignatureAt..ByAt]),
            by,
            delegation);
        return true;
    }

    private static bool TryParseDelegation(AdmittedBy by, ReadOnlySpan<byte> rest, out Delegation? delegation)
    {
        delegation = null;
        return by switch
        {
            AdmittedBy.HostKey or AdmittedBy.Role => rest.IsEmpty,
            AdmittedBy.Delegation => Delegation.TryParse(rest, out delegation),
            _ => false,
        };
    }
}
