// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Dtls;
using Vigil.Rtc.Srtp;

namespace Vigil.Rtc.Tests.Dtls;

/// <summary>Against <c>openssl s_client</c>.</summary>
public sealed class DtlsHandshakeTests(DtlsFixture fixture) : IClassFixture<DtlsFixture>
{
    private const string CounterMode = "-dtls1_2 -use_srtp SRTP_AES128_CM_SHA1_80 -keymatexport EXTRACTOR-dtls_srtp -keymatexportlen 60";

    [Theory]
    [InlineData(DtlsFixture.Gcm, SrtpProfile.AeadAes128Gcm)]
    [InlineData(CounterMode, SrtpProfile.Aes128CmHmacSha1_80)]
    public void Both_ends_export_the_same_keys(string arguments, SrtpProfile profile)
    {
        using var loopback = new DtlsLoopback(fixture.Context);
        using var client = new OpenSslClient(loopback.Port, fixture.ClientCertificate, arguments);
        loopback.RunUntil(() => loopback.Server.State != DtlsState.Handshaking && client.HasPrinted);
        Assert.Equal(DtlsState.Connected, loopback.Server.State);

        Assert.True(loopback.Server.PeerFingerprintMatches("sha-256", fixture.ClientCertificate.Sha256Fingerprint));
        using var keys = loopback.Server.TakeSrtpKeys();
        Assert.Equal(profile, keys.Profile);
        Assert.Equal(client.KeyingMaterial, (byte[])[.. keys.ClientKey, .. keys.ServerKey, .. keys.ClientSalt, .. keys.ServerSalt]);
    }

    [Fact]
    public void Gcm_is_chosen_whatever_the_client_would_rather_have()
    {
        using var loopback = new DtlsLoopback(fixture.Context);
        using var client = new OpenSslClient(loopback.Port, fixture.ClientCertificate, "-dtls1_2 -use_srtp SRTP_AES128_CM_SHA1_80:SRTP_AEAD_AES_128_GCM");
        loopback.RunUntil(() => loopback.Server.State != DtlsState.Handshaking);
        Assert.True(loopback.Server.PeerFingerprintMatches("SHA-256", fixture.ClientCertificate.Sha256Fingerprint.ToLowerInvariant()));
        using var keys = loopback.Server.TakeSrtpKeys();
        Assert.Equal(SrtpProfile.AeadAes128Gcm, keys.Profile);
    }

    [Fact]
    public void Keys_are_given_only_after_the_fingerprint_matched_and_only_once()
    {
        using var loopback = new DtlsLoopback(fixture.Context);
        Assert.Throws<InvalidOperationException>(loopback.Server.TakeSrtpKeys);
        Assert.False(loopback.Server.PeerFingerprintMatches("sha-256", fixture.ClientCertificate.Sha256Fingerprint));
        using var client = new OpenSslClient(loopback.Port, fixture.ClientCertificate, DtlsFixture.Gcm);
        loopback.RunUntil(() => loopback.Server.State != DtlsState.Handshaking);

        Assert.False(loopback.Server.PeerFingerprintMatches("sha-256", fixture.Context.Sha256Fingerprint));
        Assert.Throws<InvalidOperationException>(loopback.Server.TakeSrtpKeys);
        Assert.True(loopback.Server.PeerFingerprintMatches("sha-256", fixture.ClientCertificate.Sha256Fingerprint));
        loopback.Server.TakeSrtpKeys().Dispose();
        Assert.Throws<InvalidOperationException>(loopback.Server.TakeSrtpKeys);
    }

    [Fact]
    public void Client_without_use_srtp_fails()
        => Fails("-dtls1_2", withCertificate: true, DtlsProblem.NoSrtpProfile);

    [Fact]
    public void Client_with_only_a_foreign_profile_fails()
        => Fails("-dtls1_2 -use_srtp SRTP_AES128_CM_SHA1_32", withCertificate: true, DtlsProblem.NoSrtpProfile);

    [Fact]
    public void Client_without_certificate_fails()
        => Fails(DtlsFixture.Gcm, withCertificate: false, DtlsProblem.Handshake);

    [Fact]
    public void Client_of_DTLS_1_0_fails()
        => Fails("-dtls1 -cipher DEFAULT@SECLEVEL=0 -use_srtp SRTP_AEAD_AES_128_GCM", withCertificate: true, DtlsProblem.Handshake);

    [Fact]
    public void Client_without_a_cipher_of_ours_fails()
        => Fails("-dtls1_2 -cipher ECDHE-ECDSA-AES128-SHA256 -use_srtp SRTP_AEAD_AES_128_GCM", withCertificate: true, DtlsProblem.Handshake);

    private void Fails(string arguments, bool withCertificate, DtlsProblem problem)
    {
        using var loopback = new DtlsLoopback(fixture.Context);
        using var client = new OpenSslClient(loopback.Port, withCertificate ? fixture.ClientCertificate : null, arguments);
        loopback.RunUntil(() => loopback.Server.State != DtlsState.Handshaking);
        Assert.Equal((DtlsState.Failed, problem), (loopback.Server.State, loopback.Server.Problem));
        Assert.False(loopback.Server.PeerFingerprintMatches("sha-256", fixture.ClientCertificate.Sha256Fingerprint));
        Assert.Throws<InvalidOperationException>(loopback.Server.TakeSrtpKeys);
    }

    [Fact]
    public void Client_hello_in_fragments_is_put_together()
    {
        using var loopback = new DtlsLoopback(fixture.Context);
        var protocols = string.Join(',', Enumerable.Repeat(new string('a', 200), 5));
        using var client = new OpenSslClient(loopback.Port, fixture.ClientCertificate, $"{DtlsFixture.Gcm} -mtu 300 -alpn {protocols}");
        var beforeFirstAnswer = 0;
        loopback.RunUntil(() =>
        {
            if (loopback.Sent.Count == 0) { beforeFirstAnswer = loopback.Received.Count; }
            return loopback.Server.State != DtlsState.Handshaking;
        });
        Assert.Equal(DtlsState.Connected, loopback.Server.State);
        Assert.True(beforeFirstAnswer > 1, "the hello came in one datagram");
    }

    [Fact]
    public void Lost_datagrams_are_sent_again()
    {
        using var loopback = new DtlsLoopback(fixture.Context) { LosesOutgoing = i => i is 0 or 1 or 3, LosesIncoming = i => i is 1 };
        using var client = new OpenSslClient(loopback.Port, fixture.ClientCertificate, DtlsFixture.Gcm);
        loopback.RunUntil(() => loopback.Server.State != DtlsState.Handshaking && client.HasPrinted);
        Assert.Equal(DtlsState.Connected, loopback.Server.State);
        Assert.True(loopback.Server.PeerFingerprintMatches("sha-256", fixture.ClientCertificate.Sha256Fingerprint));
        using var keys = loopback.Server.TakeSrtpKeys();
        Assert.Equal(client.KeyingMaterial[..16], keys.ClientKey.ToArray());
    }

    [Fact]
    public void Peer_that_closes_is_seen()
    {
        using var loopback = new DtlsLoopback(fixture.Context);
        using var client = new OpenSslClient(loopback.Port, fixture.ClientCertificate, DtlsFixture.Gcm);
        loopback.RunUntil(() => loopback.Server.State == DtlsState.Connected && client.HasPrinted);
        client.CloseInput();
        loopback.RunUntil(() => loopback.Server.State == DtlsState.Closed);
    }

    [Fact]
    public void Close_tells_the_peer()
    {
        using var loopback = new DtlsLoopback(fixture.Context);
        using var client = new OpenSslClient(loopback.Port, fixture.ClientCertificate, DtlsFixture.Gcm);
        loopback.RunUntil(() => loopback.Server.State == DtlsState.Connected && client.HasPrinted);
        loopback.Server.Close();
        Assert.Equal(DtlsState.Closed, loopback.Server.State);
        loopback.RunUntil(() => client.HasExited);
    }
}
