// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Vigil.Sfu.Ortc;

namespace Vigil.Sfu.Tests.Ortc;

public class DtlsNegotiationTests
{
    private static readonly string Sha256 = Fingerprint("ab", 32);

    [Theory]
    [InlineData("client")]
    [InlineData("auto")]
    [InlineData(null)]
    public void Takes_a_client_with_its_strongest_fingerprint(string? role)
    {
        var parameters = new DtlsParameters(role, [new("sha-1", Fingerprint("11", 20)), new("SHA-256", Sha256), new("sha-512", Fingerprint("cd", 64))]);
        Assert.True(DtlsNegotiation.TryNegotiate(parameters, out var fingerprint, out _));
        Assert.Equal(new DtlsFingerprint("sha-512", Fingerprint("CD", 64)), fingerprint);
    }

    [Fact]
    public void Refuses_with_what_is_wrong()
    {
        Refused(new("server", [new("sha-256", Sha256)]), "dtlsParameters: role must be client");
        Refused(new("client", []), "dtlsParameters: there must be 1 to 8 fingerprints");
        Refused(new("client", [.. Enumerable.Repeat(new DtlsFingerprint("sha-256", Sha256), 9)]), "dtlsParameters: there must be 1 to 8 fingerprints");
        Refused(new("client", [null!]), "dtlsParameters: fingerprints: null");
        Refused(new("client", [new("sha-1", Fingerprint("ab", 20))]), "dtlsParameters: no fingerprint with sha-256, sha-384 or sha-512");
        foreach (var bad in new[] { "", Sha256[..^1], Sha256 + ":AB", Sha256.Replace(':', ' '), "G" + Sha256[1..] })
        {
            Refused(new("client", [new("sha-256", bad)]), "dtlsParameters: a fingerprint is not AA:BB:… of its hash's length");
        }
    }

    [Fact]
    public void Ice_credentials_and_addresses_do_not_print()
    {
        Assert.Equal("IceParameters", new IceParameters("user", "secret", true).ToString());
        Assert.Equal("IceCandidate", new IceCandidate("udp", 1, "192.0.2.1", "192.0.2.1", "udp", 1, "host").ToString());
    }

    [Fact]
    public void Transport_parameters_have_the_shape_that_clients_read()
    {
        Assert.Equal(
            """{"usernameFragment":"u","password":"p","iceLite":true}""",
            JsonSerializer.Serialize(new IceParameters("u", "p", true), OrtcJson.Default.IceParameters));
        Assert.Equal(
            """[{"foundation":"udp","priority":1,"ip":"192.0.2.1","address":"192.0.2.1","protocol":"udp","port":9,"type":"host"}]""",
            JsonSerializer.Serialize([new IceCandidate("udp", 1, "192.0.2.1", "192.0.2.1", "udp", 9, "host")], OrtcJson.Default.IReadOnlyListIceCandidate));
        Assert.Equal(
            """{"role":"auto","fingerprints":[{"algorithm":"sha-256","value":"AB"}]}""",
            JsonSerializer.Serialize(new DtlsParameters("auto", [new("sha-256", "AB")]), OrtcJson.Default.DtlsParameters));
    }

    private static void Refused(DtlsParameters parameters, string expected)
    {
        Assert.False(DtlsNegotiation.TryNegotiate(parameters, out var fingerprint, out var problem));
        Assert.Null(fingerprint);
        Assert.Equal(expected, problem);
    }

    private static string Fingerprint(string pair, int bytes) => string.Join(':', Enumerable.Repeat(pair, bytes));
}
