// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Vigil.Server.Tests.Support;

namespace Vigil.Server.Tests.Serving;

public class WebClientTests
{
    private static TempFolder Built()
    {
        var folder = new TempFolder();
        folder.Write("index.html", "<!doctype html><title>Vigil</title>");
        folder.Write("account.html", "<!doctype html><title>Account</title>");
        folder.Write("assets/app-4f3a.js", "plain");
        folder.Write("assets/app-4f3a.js.br", "brotli");
        folder.Write("assets/app-4f3a.js.gz", "gzip");
        folder.Write("favicon.svg", "<svg/>");
        return folder;
    }

    [Theory]
    [InlineData("/", "text/html; charset=utf-8", "no-cache")]
    [InlineData("/m/aaaaaaaaaaaaaaaaaaaaaaaaaa", "text/html; charset=utf-8", "no-cache")]
    [InlineData("/account", "text/html; charset=utf-8", "no-cache")]
    [InlineData("/transparency", "text/html; charset=utf-8", "no-cache")]
    [InlineData("/favicon.svg", "image/svg+xml; charset=utf-8", "no-cache")]
    [InlineData("/assets/app-4f3a.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable")]
    public async Task Files_have_their_type_and_their_time_in_caches(string path, string type, string cache)
    {
        using var folder = Built();
        await using var server = await TestServer.StartAsync(web: folder.Path);
        using var response = await server.Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType!.ToString());
        Assert.Equal(cache, string.Join(", ", response.Headers.GetValues("Cache-Control")));

        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.IfNoneMatch.Add(response.Headers.ETag!);
        using var unchanged = await server.Http.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);

        using var head = await server.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
        Assert.Equal(response.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
    }

    [Theory]
    [InlineData("br", "brotli")]
    [InlineData("gzip, br", "brotli")]
    [InlineData("gzip", "gzip")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("identity", "plain")]
    [InlineData("", "plain")]
    public async Task Compressed_forms_go_to_whom_takes_them(string accepts, string body)
    {
        using var folder = Built();
        await using var server = await TestServer.StartAsync(web: folder.Path);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/assets/app-4f3a.js");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepts);
        using var response = await server.Http.SendAsync(request);
        Assert.Equal(body, await response.Content.ReadAsStringAsync());
        Assert.Equal("Accept-Encoding", string.Join(",", response.Headers.Vary));
    }

    [Theory]
    [InlineData("/assets/app-4f3a.js.br")]
    [InlineData("/m/")]
    [InlineData("/m/a/b")]
    [InlineData("/account/x")]
    [InlineData("/transparency/x")]
    [InlineData("/../data/vigil.db")]
    [InlineData("/%2e%2e/data/vigil.db")]
    [InlineData("/..%2fdata%2fvigil.db")]
    public async Task Nothing_else_is_there(string path)
    {
        using var folder = Built();
        await using var server = await TestServer.StartAsync(web: folder.Path);
        using var response = await server.Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/nothing")]
    [InlineData("/api/health")]
    [InlineData("/api/meetings/x")]
    public async Task Every_answer_tells_the_browser_what_it_may_do(string path)
    {
        using var folder = Built();
        await using var server = await TestServer.StartAsync(web: folder.Path);
        using var response = await server.Http.GetAsync(path);
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("require-trusted-types-for 'script'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-inline", policy, StringComparison.Ordinal);
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(response.Headers.GetValues("Cross-Origin-Opener-Policy")));
        Assert.Equal("same-origin", Assert.Single(response.Headers.GetValues("Cross-Origin-Resource-Policy")));
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Without_a_build_the_server_says_what_is_missing()
    {
        await using var server = await TestServer.StartAsync();
        Assert.Contains(server.Log.Entries, entry => entry.Event == 1003);
        using var response = await server.Http.GetAsync("/");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("""{"status":"ready"}""", await server.Http.GetStringAsync("/api/health"));
    }
}
