// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Vigil.Rtc.Dtls;

/// <summary>A self-signed ECDSA P-256 certificate with its key (RFC 8827 section 6.5). Peers know it by its fingerprint alone.</summary>
public sealed class DtlsCertificate : IDisposable
{
    private const int PrivateKeyRoom = 256;

    private readonly byte[] privateKey;
    private readonly int privateKeyLength;

    private DtlsCertificate(byte[] der, byte[] privateKey, int privateKeyLength)
    {
        Der = der;
        this.privateKey = privateKey;
        this.privateKeyLength = privateKeyLength;
        Sha256Fingerprint = DtlsFingerprint.Format(SHA256.HashData(der));
    }

    /// <summary>"AA:BB:..", as in SDP and ORTC (RFC 8122 section 5).</summary>
    public string Sha256Fingerprint { get; }

    internal byte[] Der { get; }

    /// <summary>ECPrivateKey in DER (RFC 5915), in pinned memory that <see cref="Dispose"/> wipes.</summary>
    internal ReadOnlySpan<byte> PrivateKey => privateKey.AsSpan(0, privateKeyLength);

    public static DtlsCertificate Create(DateTimeOffset notBefore, DateTimeOffset notAfter)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=vigil", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(notBefore, notAfter);
        var room = GC.AllocateArray<byte>(PrivateKeyRoom, pinned: true);
        if (!key.TryExportECPrivateKey(room, out var length)) { throw new CryptographicException("a P-256 key is longer than it can be"); }
        return new DtlsCertificate(certificate.RawData, room, length);
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(privateKey);

    public override string ToString() => nameof(DtlsCertificate);
}
