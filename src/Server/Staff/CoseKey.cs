// SPDX-License-Identifier: Apache-2.0
using System.Formats.Cbor;

namespace Vigil.Server.Staff;

/// <summary>A member's public key as the framework's passkey handler reads it: COSE_Key (RFC 9053 section 7.1), from the roster's SubjectPublicKeyInfo.</summary>
internal static class CoseKey
{
    private const int PointLength = 64;

    /// <summary>P-256 alone: the framework knows no Ed25519, whose length of SPKI is another.</summary>
    private const int P256Length = 27 + PointLength;

    /// <summary>Null for a key that the framework cannot verify with.</summary>
    public static byte[]? FromSpki(byte[] spki)
    {
        if (spki.Length != P256Length) { return null; }
        var point = spki.AsSpan(P256Length - PointLength);
        var writer = new CborWriter(CborConformanceMode.Ctap2Canonical);
        writer.WriteStartMap(5);
        // kty: EC2, alg: ES256, crv: P-256
        foreach (var (label, value) in new[] { (1, 2), (3, -7), (-1, 1) })
        {
            writer.WriteInt32(label);
            writer.WriteInt32(value);
        }
        writer.WriteInt32(-2);
        writer.WriteByteString(point[..32]);
        writer.WriteInt32(-3);
        writer.WriteByteString(point[32..]);
        writer.WriteEndMap();
        return writer.Encode();
    }
}
