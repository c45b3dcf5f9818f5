// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Vigil.Rtc.Dtls;

namespace Vigil.Rtc.Tests.Dtls;

public sealed class DtlsCertificateTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Certificate_is_P256_self_signed_and_known_by_its_fingerprint()
    {
        using var certificate = DtlsCertificate.Create(Start, Start.AddDays(30));
        using var parsed = X509CertificateLoader.LoadCertificate(certificate.Der);
        using var key = parsed.GetECDsaPublicKey();
        Assert.Equal(256, key!.KeySize);
        Assert.Equal(parsed.Subject, parsed.Issuer);
        Assert.Equal(Start.UtcDateTime, parsed.NotBefore.ToUniversalTime());
        var pairs = certificate.Sha256Fingerprint.Split(':');
        Assert.Equal(SHA256.HashData(certificate.Der), Convert.FromHexString(string.Concat(pairs)));
        Assert.Equal(certificate.Sha256Fingerprint.ToUpperInvariant(), certificate.Sha256Fingerprint);
    }

    [Fact]
    public void Private_key_is_wiped_on_dispose()
    {
        var certificate = DtlsCertificate.Create(Start, Start.AddDays(30));
        Assert.Contains(certificate.PrivateKey.ToArray(), b => b != 0);
        certificate.Dispose();
        Assert.All(certificate.PrivateKey.ToArray(), b => Assert.Equal(0, b));
        Assert.Equal("DtlsCertificate", $"{certificate}");
    }

    [Theory]
    [InlineData("sha-256")]
    [InlineData("sha-384")]
    [InlineData("sha-512")]
    public void Fingerprint_of_each_algorithm_matches_its_own_certificate_only(string algorithm)
    {
        byte[] der = [1, 2, 3];
        var digest = CryptographicOperations.HashData(new HashAlgorithmName(algorithm.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant()), der);
        var value = DtlsFingerprint.Format(digest);
        Assert.True(DtlsFingerprint.Matches(der, algorithm, value));
        Assert.True(DtlsFingerprint.Matches(der, algorithm.ToUpperInvariant(), value.ToLowerInvariant()));
        Assert.False(DtlsFingerprint.Matches([1, 2, 4], algorithm, value));
        Assert.False(DtlsFingerprint.Matches(der, "sha-1", value));
        for (var cut = 0; cut < value.Length; cut++) { Assert.False(DtlsFingerprint.Matches(der, algorithm, value[..cut])); }
        for (var at = 0; at < value.Length; at++)
        {
            var wrong = value.ToCharArray();
            wrong[at] = wrong[at] == '0' ? 'g' : '0';
            Assert.False(DtlsFingerprint.Matches(der, algorithm, new string(wrong)));
        }
    }

    [Theory]
    [InlineData("sha-1", "A9:99:3E:36:47:06:81:6A:BA:3E:25:71:78:50:C2:6C:9C:D0:D8:9D")]
    [InlineData("", "")]
    [InlineData("sha-256", "")]
    public void Weak_or_empty_fingerprints_never_match(string algorithm, string value)
        => Assert.False(DtlsFingerprint.Matches("abc"u8, algorithm, value));
}
