// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Vigil.Rtc.Srtp;
using Vigil.Sfu.Ortc;

namespace Vigil.Sfu.Tests.Harness;

/// <summary>A browser's end of the DTLS handshake: own certificate, own calls of libssl, nothing of the code under test.</summary>
internal sealed class DtlsClient : IDisposable
{
    private readonly SrtpProfile profile;
    private readonly nint context;
    private readonly nint ssl;
    private readonly nint input;
    private readonly nint output;

    public DtlsClient(SrtpProfile profile)
    {
        this.profile = profile;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=client", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        Fingerprint = new DtlsFingerprint("sha-256", string.Join(':', SHA256.HashData(certificate.RawData).Select(b => b.ToString("X2"))));

        context = NativeSsl.SSL_CTX_new(NativeSsl.DTLS_client_method());
        var der = key.ExportECPrivateKey();
        Assert.Equal(1, NativeSsl.SSL_CTX_use_certificate_ASN1(context, certificate.RawData.Length, certificate.RawData));
        Assert.Equal(1, NativeSsl.SSL_CTX_use_PrivateKey_ASN1(NativeSsl.EllipticCurveKey, context, der, der.Length));
        Assert.Equal(0, NativeSsl.SSL_CTX_set_tlsext_use_srtp(
            context, profile == SrtpProfile.AeadAes128Gcm ? "SRTP_AEAD_AES_128_GCM" : "SRTP_AES128_CM_SHA1_80"));
        ssl = NativeSsl.SSL_new(context);
        input = NewBio();
        output = NewBio();
        NativeSsl.SSL_set_bio(ssl, input, output);
        NativeSsl.SSL_set_connect_state(ssl);
    }

    public DtlsFingerprint Fingerprint { get; }

    public bool IsConnected { get; private set; }

    /// <summary>The server's close_notify or alert has come.</summary>
    public bool IsClosedByServer => NativeSsl.SSL_get_shutdown(ssl) != 0;

    /// <summary>Goes on with the handshake; what must be sent then is in <see cref="TakeDatagrams"/>.</summary>
    public void Step(byte[]? datagram)
    {
        if (datagram is not null) { _ = NativeSsl.BIO_write(input, datagram, datagram.Length); }
        if (IsConnected) { _ = NativeSsl.SSL_read(ssl, new byte[100], 100); }
        else { IsConnected = NativeSsl.SSL_do_handshake(ssl) == 1; }
    }

    /// <summary>One datagram for each record that libssl wrote (RFC 6347 section 4.1).</summary>
    public List<byte[]> TakeDatagrams()
    {
        var buffer = new byte[65_536];
        var length = Math.Max(0, NativeSsl.BIO_read(output, buffer, buffer.Length));
        var datagrams = new List<byte[]>();
        for (var at = 0; at < length;)
        {
            var record = 13 + BinaryPrimitives.ReadUInt16BigEndian(buffer.AsSpan(at + 11));
            datagrams.Add(buffer[at..(at + record)]);
            at += record;
        }
        return datagrams;
    }

    public SrtpKeys ExportKeys()
    {
        const string label = "EXTRACTOR-dtls_srtp";
        var material = new byte[SrtpKeys.ExportedLength(profile)];
        Assert.Equal(1, NativeSsl.SSL_export_keying_material(ssl, material, (nuint)material.Length, label, (nuint)label.Length, 0, 0, 0));
        return new SrtpKeys(profile, material);
    }

    public void SayGoodbye() => _ = NativeSsl.SSL_shutdown(ssl);

    public void Dispose()
    {
        NativeSsl.SSL_free(ssl);
        NativeSsl.SSL_CTX_free(context);
    }

    private static nint NewBio()
    {
        var bio = NativeSsl.BIO_new(NativeSsl.BIO_s_mem());
        NativeSsl.BIO_ctrl(bio, NativeSsl.MemoryEofReturn, -1, 0);
        return bio;
    }
}
