// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Vigil.Server.Serving;
using Vigil.Server.Tests.Support;

namespace Vigil.Server.Tests.Serving;

public class ServerCertificateTests
{
    private static readonly DateTimeOffset Start = new ManualTimeProvider().GetUtcNow();

    [Fact]
    public async Task New_files_are_used_bad_ones_are_not_and_both_are_said()
    {
        using var folder = new TempFolder();
        var first = Write(folder, Start.AddDays(30));
        var (time, log) = (new ManualTimeProvider(), new CapturedLog());
        var options = new ServeOptions
        {
            Host = "127.0.0.1",
            Port = 0,
            Data = Path.Combine(folder.Path, "data"),
            Certificate = Path.Combine(folder.Path, "cert.pem"),
            Key = Path.Combine(folder.Path, "key.pem"),
        };
        await using var server = await VigilServer.StartAsync(
            options, new ServerParts { Time = time, LoggerProvider = log, Media = new FakeMediaPlane() });
        Assert.Equal("https", server.Address.Scheme);
        Assert.Equal(first, await ServedAsync(server));

        var second = Write(folder, Start.AddDays(60));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(second, await ServedAsync(server));
        Assert.Equal(1, log.Entries.Count(entry => entry.Event == 1000));

        folder.Write("cert.pem", "half a certificate");
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(second, await ServedAsync(server));
        Assert.Equal(1, log.Entries.Count(entry => entry.Event == 1001));

        // One file is replaced before the other: a certificate that does not fit the key.
        Write(folder, Start.AddDays(90), withKey: false);
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(second, await ServedAsync(server));
        Assert.Equal(2, log.Entries.Count(entry => entry.Event == 1001));

        File.Delete(options.Key);
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(second, await ServedAsync(server));
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(30, false)]
    public void A_certificate_that_is_over_or_without_its_key_stops_the_start(int daysLeft, bool withKey)
    {
        using var folder = new TempFolder();
        folder.Write("key.pem", "");
        Write(folder, Start.AddDays(daysLeft), withKey);
        Assert.Throws<StartException>(() => ServerCertificate.Load(
            Path.Combine(folder.Path, "cert.pem"), Path.Combine(folder.Path, "key.pem"), new ManualTimeProvider(), new CapturedLog().CreateLogger("Vigil")));
    }

    private static string Write(TempFolder folder, DateTimeOffset notAfter, bool withKey = true)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(Start.AddDays(-2), notAfter);
        folder.Write("cert.pem", certificate.ExportCertificatePem());
        if (withKey) { folder.Write("key.pem", key.ExportPkcs8PrivateKeyPem()); }
        return certificate.Thumbprint;
    }

    private static async Task<string?> ServedAsync(VigilServer server)
    {
        string? thumbprint = null;
        using var handler = new HttpClientHandler
        {
            // The test looks at which certificate it is; that is all the trust it needs.
            ServerCertificateCustomValidationCallback = (_, certificate, _, _) =>
            {
                thumbprint = certificate!.Thumbprint;
                return true;
            },
        };
        using var http = new HttpClient(handler) { BaseAddress = server.Address };
        Assert.Equal("""{"status":"ready"}""", await http.GetStringAsync("/api/health"));
        return thumbprint;
    }
}
