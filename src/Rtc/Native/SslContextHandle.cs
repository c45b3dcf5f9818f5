// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Vigil.Rtc.Native;

/// <summary>Owns one SSL_CTX set up for a WebRTC DTLS server. libssl counts references: connections outlive this handle safely.</summary>
internal sealed class SslContextHandle : SafeHandle
{
    // RFC 8827 section 6.5 asks for ECDHE-ECDSA with AES-128-GCM and P-256; every browser has these.
    private const string Ciphers = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384";
    private const string Groups = "X25519:P-256";
    private const string SrtpProfiles = "SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80";
    private const int MaxPeerCertificates = 16 * 1024;

    public SslContextHandle() : base(0, ownsHandle: true) { }

    public override bool IsInvalid => handle == 0;

    /// <exception cref="CryptographicException">libssl refused a setting: another version, or a policy that forbids it.</exception>
    public static SslContextHandle CreateServer(ReadOnlySpan<byte> certificate, ReadOnlySpan<byte> privateKey)
    {
        LibCrypto.ERR_clear_error();
        var context = new SslContextHandle();
        context.SetHandle(LibSsl.SSL_CTX_new(LibSsl.DTLS_server_method()));
        var ready = !context.IsInvalid && context.SetProtocol() && context.SetCertificate(certificate, privateKey);
        if (!ready)
        {
            context.Dispose();
            throw new CryptographicException("libssl refused a setting of the DTLS server");
        }
        context.AcceptAnyPeerCertificate();
        return context;
    }

    protected override bool ReleaseHandle()
    {
        LibSsl.SSL_CTX_free(handle);
        return true;
    }

    private bool SetProtocol()
    {
        // No tickets, no session cache: a handshake is made once. No renegotiation: the keys that were exported stay the keys.
        LibSsl.SSL_CTX_set_options(this, LibSsl.SSL_OP_NO_QUERY_MTU | LibSsl.SSL_OP_NO_TICKET
            | LibSsl.SSL_OP_CIPHER_SERVER_PREFERENCE | LibSsl.SSL_OP_NO_RENEGOTIATION);
        LibSsl.SSL_CTX_ctrl(this, LibSsl.SSL_CTRL_SET_SESS_CACHE_MODE, 0, 0);
        LibSsl.SSL_CTX_ctrl(this, LibSsl.SSL_CTRL_SET_MAX_CERT_LIST, MaxPeerCertificates, 0);
        return LibSsl.SSL_CTX_ctrl(this, LibSsl.SSL_CTRL_SET_MIN_PROTO_VERSION, LibSsl.DTLS1_2_VERSION, 0) == 1
            && LibSsl.SSL_CTX_ctrl(this, LibSsl.SSL_CTRL_SET_MAX_PROTO_VERSION, LibSsl.DTLS1_2_VERSION, 0) == 1
            && LibSsl.SSL_CTX_set_cipher_list(this, Ciphers) == 1
            && LibSsl.SSL_CTX_ctrl(this, LibSsl.SSL_CTRL_SET_GROUPS_LIST, 0, Groups) == 1
            && LibSsl.SSL_CTX_set_tlsext_use_srtp(this, SrtpProfiles) == 0;
    }

    private bool SetCertificate(ReadOnlySpan<byte> certificate, ReadOnlySpan<byte> privateKey)
        => LibSsl.SSL_CTX_use_certificate_ASN1(this, certificate.Length, certificate) == 1
        && LibSsl.SSL_CTX_use_PrivateKey_ASN1(LibSsl.EVP_PKEY_EC, this, privateKey, privateKey.Length) == 1
        && LibSsl.SSL_CTX_check_private_key(this) == 1;

    /// <summary>
    /// A certificate is demanded and the peer must prove that it has its key, but no chain is built: browsers sign their own, and
    /// who it is follows from the fingerprint in signalling (RFC 8827 section 6.5). DtlsServer gives no keys before that matched.
    /// </summary>
    private unsafe void AcceptAnyPeerCertificate()
    {
        LibSsl.SSL_CTX_set_verify(this, LibSsl.SSL_VERIFY_PEER | LibSsl.SSL_VERIFY_FAIL_IF_NO_PEER_CERT, 0);
        LibSsl.SSL_CTX_set_cert_verify_callback(this, &Accept, 0);
    }

    [UnmanagedCallersOnly]
    private static int Accept(nint store, nint argument) => 1;
}
