// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;
using System.Net;
using System.Text;
using Vigil.Server.Log;
using Vigil.Server.Tests.Support;
using Vigil.Tlog.Audit;
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Keys;
using Vigil.Tlog.Notes;
using Vigil.Tlog.Policies;
using Vigil.Tlog.Tiles;

namespace Vigil.Server.Tests.Log;

/// <summary>The log over HTTP: C2SP tlog-tiles.</summary>
public class EndpointTests
{
    [Fact]
    public async Task A_new_log_is_served_as_the_specification_says()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var prefix in new[] { "/log", "/log/staff-actions" })
        {
            using var checkpoint = await server.Http.GetAsync($"{prefix}/checkpoint");
            Assert.Equal("text/plain; charset=utf-8", checkpoint.Content.Headers.ContentType!.ToString());
            Assert.Equal(TimeSpan.FromSeconds(2), checkpoint.Headers.CacheControl!.MaxAge);
            Assert.StartsWith($"{server.PublicLog.Origin}\n4\n", await checkpoint.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            foreach (var tile in new[] { "tile/0/000.p/4", "tile/entries/000.p/4" })
            {
                using var response = await server.Http.GetAsync($"{prefix}/{tile}");
                Assert.Equal("application/octet-stream", response.Content.Headers.ContentType!.ToString());
                Assert.Equal("public, max-age=31536000, immutable", response.Headers.GetValues("Cache-Control").Single());
                Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
                Assert.Equal(File.ReadAllBytes(Path.Combine(server.DataFolder, "log", tile)), await response.Content.ReadAsByteArrayAsync());
            }
        }
    }

    [Fact]
    public async Task Somebody_who_knows_nothing_is_told_the_key_and_that_there_are_no_witnesses()
    {
        await using var server = await TestServer.StartAsync();
        Assert.Equal($"{server.PublicLog.Key}\n", await server.Http.GetStringAsync("/log/vkey"));
        using var policy = await server.Http.GetAsync("/log/policy");
        Assert.Equal($"log {server.PublicLog.Key}\nquorum none\n", await policy.Content.ReadAsStringAsync());
        Assert.Equal("text/plain; charset=utf-8", policy.Content.Headers.ContentType!.ToString());
        Assert.Equal(TimeSpan.FromSeconds(2), policy.Headers.CacheControl!.MaxAge);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_operators_policy_is_told_with_this_log_in_it(bool namesTheLog)
    {
        using var folder = new TempFolder();
        using var signer = Ed25519Signer.FromSeed(new byte[32]);
        var (log, witness) = (new NoteSigner("meet.example/log", signer).Key, new Cosigner("watch.example", signer).Key);
        var watching = $"witness w {witness}\nquorum w\n";
        folder.Write("policy", namesTheLog ? $"# ours\nlog {log}\n{watching}" : watching);
        var told = Encoding.UTF8.GetString(FirstUse.Read(log, Path.Combine(folder.Path, "policy")).Policy.Span);
        Assert.Equal((namesTheLog ? "# ours\n" : "") + $"log {log}\n{watching}", told);
    }

    [Theory]
    [InlineData("tile/0/000")]
    [InlineData("tile/0/000.p/2")]
    [InlineData("tile/0/000.p/5")]
    [InlineData("tile/0/001")]
    [InlineData("tile/1/000.p/1")]
    [InlineData("tile/63/000")]
    [InlineData("tile/0/0")]
    [InlineData("tile/00/000.p/4")]
    [InlineData("tile/entries/x000/000.p/4")]
    [InlineData("tile/entries/000.p/04")]
    [InlineData("tile/entries/..%2f..%2f..%2flog-state/log.key.pem")]
    [InlineData("tile/")]
    [InlineData("signed")]
    public async Task What_is_not_signed_is_not_there(string path)
    {
        await using var server = await TestServer.StartAsync();
        using var response = await server.Http.GetAsync($"/log/{path}");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.False(response.Headers.CacheControl?.Public ?? false);
    }

    [Fact]
    public async Task A_head_request_has_the_length_and_no_body()
    {
        await using var server = await TestServer.StartAsync();
        using var response = await server.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/log/tile/0/000.p/3"));
        Assert.Equal(96, response.Content.Headers.ContentLength);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("gzip", true)]
    [InlineData("br, gzip;q=0.5", true)]
    [InlineData("gzip;q=0", false)]
    [InlineData("br", false)]
    [InlineData("", false)]
    public async Task Entries_are_compressed_for_those_who_can_read_that(string accepted, bool isCompressed)
    {
        await using var server = await TestServer.StartAsync();
        var bundle = File.ReadAllBytes(Path.Combine(server.DataFolder, "log", "tile/entries/000.p/4"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/log/tile/entries/000.p/4");
        if (accepted.Length > 0) { request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted); }
        using var response = await server.Http.SendAsync(request);
        Assert.Equal("Accept-Encoding", response.Headers.Vary.Single());
        Assert.Equal(isCompressed ? ["gzip"] : [], response.Content.Headers.ContentEncoding);
        var body = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(body.Length, response.Content.Headers.ContentLength);
        Assert.Equal(isCompressed, body.Length < bundle.Length);
        Assert.Equal(bundle, isCompressed ? Decompressed(body) : body);
    }

    private static byte[] Decompressed(byte[] body)
    {
        using var bytes = new MemoryStream();
        using (var stream = new GZipStream(new MemoryStream(body), CompressionMode.Decompress)) { stream.CopyTo(bytes); }
        return bytes.ToArray();
    }

    [Fact]
    public async Task Files_that_lie_beyond_the_signed_size_are_not_served()
    {
        await using var server = await TestServer.StartAsync();
        // As a crash between tiles and signature leaves them: another batch may still write other bytes there.
        var file = Path.Combine(server.DataFolder, "log", "tile", "0", "000.p", "7");
        File.WriteAllBytes(file, new byte[7 * 32]);
        using var response = await server.Http.GetAsync("/log/tile/0/000.p/7");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task A_stranger_can_audit_over_http()
    {
        await using var server = await TestServer.StartAsync();
        var appended = Enumerable.Range(0, 600).Select(number => server.PublicLog.AppendAsync(TestEntry.Numbered(number))).ToArray();
        while (!Task.WhenAll(appended).IsCompleted)
        {
            server.Time.Advance(TimeSpan.FromMilliseconds(250));
            await Task.WhenAny(Task.WhenAll(appended), Task.Delay(10));
        }
        await server.PublicLog.Publisher.WhenPublishedAsync(604);
        Assert.True(LogPolicy.TryParse(Encoding.UTF8.GetBytes($"log {server.PublicLog.Key}\nquorum none\n"), out var policy, out _));
        var report = new LogAudit(new HttpTiles(server.Http), policy!, new AuditOptions { Rules = [new GenesisRule(server.PublicLog.Origin), new UniqueIdRule()] })
            .Run(await server.Http.GetByteArrayAsync("/log/checkpoint"), [], server.Time.GetUtcNow());
        Assert.Empty(report.Findings);
        Assert.Equal(604UL, report.Entries);
    }

    private sealed class HttpTiles(HttpClient http) : ITileSource
    {
        public bool TryRead(in TilePath path, out ReadOnlyMemory<byte> bytes)
        {
            using var response = http.Send(new HttpRequestMessage(HttpMethod.Get, $"/log/{path}"));
            using var body = new MemoryStream();
            response.Content.ReadAsStream().CopyTo(body);
            bytes = body.ToArray();
            return response.IsSuccessStatusCode;
        }
    }
}
