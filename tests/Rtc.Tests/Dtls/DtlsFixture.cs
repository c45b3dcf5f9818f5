// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Dtls;

namespace Vigil.Rtc.Tests.Dtls;

/// <summary>Certificates of both ends, valid now because the peer is a real program that looks at the clock.</summary>
public sealed class DtlsFixture : IDisposable
{
    public const string Gcm = "-dtls1_2 -use_srtp SRTP_AEAD_AES_128_GCM -keymatexport EXTRACTOR-dtls_srtp -keymatexportlen 56";

    private readonly DtlsCertificate serverCertificate = NewCertificate();

    public DtlsFixture() => Context = new DtlsContext(serverCertificate);

    public DtlsContext Context { get; }

    public DtlsCertificate ClientCertificate { get; } = NewCertificate();

    public void Dispose()
    {
        Context.Dispose();
        serverCertificate.Dispose();
        ClientCertificate.Dispose();
    }

    private static DtlsCertificate NewCertificate() => DtlsCertificate.Create(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(7));
}
