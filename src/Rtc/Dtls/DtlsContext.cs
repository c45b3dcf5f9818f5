// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Native;

namespace Vigil.Rtc.Dtls;

/// <summary>What all DTLS servers of a process share: certificate, ciphers, SRTP profiles. Servers may be made from any thread.</summary>
public sealed class DtlsContext : IDisposable
{
    public DtlsContext(DtlsCertificate certificate)
    {
        Handle = SslContextHandle.CreateServer(certificate.Der, certificate.PrivateKey);
        Sha256Fingerprint = certificate.Sha256Fingerprint;
    }

    /// <summary>The certificate's, for signalling.</summary>
    public string Sha256Fingerprint { get; }

    internal SslContextHandle Handle { get; }

    /// <summary>Servers that live keep working: libssl counts references.</summary>
    public void Dispose() => Handle.Dispose();
}
