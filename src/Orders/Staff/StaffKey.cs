// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Vigil.Tlog.Keys;

namespace Vigil.Orders.Staff;

/// <summary>A member's public key, from its SubjectPublicKeyInfo: P-256 (ES256) or Ed25519, each in its one DER spelling.</summary>
public sealed class StaffKey
{
    private const int PointLength = 64;

    private readonly byte[]? _ed25519;
    private readonly ECDsa? _p256;

    private StaffKey(byte[]? ed25519, ECDsa? p256) => (_ed25519, _p256) = (ed25519, p256);

    /// <summary>RFC 8410: SEQUENCE { SEQUENCE { 1.3.101.112 }, BIT STRING }.</summary>
    private static ReadOnlySpan<byte> Ed25519Prefix => [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

    /// <summary>RFC 5480: id-ecPublicKey, prime256v1, an uncompressed point.</summary>
    private static ReadOnlySpan<byte> P256Prefix =>
    [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01,
        0x07, 0x03, 0x42, 0x00, 0x04,
    ];

    public static bool TryParse(ReadOnlySpan<byte> spki, out StaffKey? key)
    {
        key = null;
        if (spki.StartsWith(Ed25519Prefix) && spki.Length == Ed25519Prefix.Length + Ed25519.PublicKeyLength)
        {
            key = new StaffKey(spki[Ed25519Prefix.Length..].ToArray(), null);
        }
        else if (spki.StartsWith(P256Prefix) && spki.Length == P256Prefix.Length + PointLength)
        {
            key = TryImport(spki[P256Prefix.Length..]) is { } p256 ? new StaffKey(null, p256) : null;
        }
        return key is not null;
    }

    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) => _ed25519 is not null
        ? Ed25519.Verify(_ed25519, message, signature)
        : _p256!.VerifyData(message, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    private static ECDsa? TryImport(ReadOnlySpan<byte> point)
    {
        // There is no Try form: a point that is not on the curve is told by an exception.
        try
        {
            return ECDsa.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = point[..32].ToArray(), Y = point[32..].ToArray() },
            });
        }
        catch (CryptographicException) { return null; }
    }
}
