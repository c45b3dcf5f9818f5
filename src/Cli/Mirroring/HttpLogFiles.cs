// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Net;

namespace Vigil.Cli.Mirroring;

/// <summary>
/// A log behind http. The server is the one under suspicion: it can neither keep us waiting nor fill the memory nor send us elsewhere.
/// </summary>
internal sealed class HttpLogFiles : ILogFiles, IDisposable
{
    private const int MaxRedirects = 3;
    private const int MaxTries = 4;

    /// <summary>For a whole file: the largest bundle has 16 MiB.</summary>
    private static readonly TimeSpan MostPerFile = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);

    private readonly HttpClient _http;
    private readonly string _prefix;
    private readonly TimeProvider _time;

    public HttpLogFiles(Uri log, TimeProvider time)
    {
        _prefix = log.AbsoluteUri.TrimEnd('/') + "/";
        _time = time;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.GZip,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            MaxConnectionsPerServer = Mirror.AtOnce,
            MaxResponseHeadersLength = 16,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        {
            // Each request has its own clock, which covers the body too.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("vigil-audit/1");
    }

    public void Dispose() => _http.Dispose();

    public async Task<byte[]?> ReadAsync(string name, int limit, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await TryOnceAsync(new Uri(_prefix + name), limit, stop);
            if (answer.Trouble is null) { return answer.Bytes; }
            if (attempt == MaxTries) { throw new CannotCheckException($"{_prefix}{name}: {answer.Trouble} ({MaxTries} tries)"); }
            // A busy or restarting server gets a little time: 0.5, 1, 2 seconds.
            await Task.Delay(FirstPause * (1 << (attempt - 1)), _time, stop);
        }
    }

    /// <summary>Trouble is what may pass; what cannot get better is thrown.</summary>
    private async Task<(byte[]? Bytes, string? Trouble)> TryOnceAsync(Uri address, int limit, CancellationToken stop)
    {
        using var deadline = new CancellationTokenSource(MostPerFile, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token);
        try
        {
            using var response = await GetAsync(address, either.Token);
            if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone) { return (null, null); }
            if (MayPass(response.StatusCode)) { return (null, Status(response)); }
            if (response.StatusCode != HttpStatusCode.OK) { throw new CannotCheckException($"{address}: {Status(response)}"); }
            if (response.Content.Headers.ContentEncoding.Count > 0)
            {
                throw new CannotCheckException($"{address}: the server sends a file in a form that nobody asked for");
            }
            return (await ReadAsync(response.Content, limit, either.Token), null);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return (null, $"no whole answer within {Duration.InWords(MostPerFile)}");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException)
        {
            return (null, e.InnerException is { } inner ? $"{e.Message} {inner.Message}" : e.Message);
        }
    }

    /// <summary>Follows redirects on the same server only: an audit of one host must not turn into that of another.</summary>
    private async Task<HttpResponseMessage> GetAsync(Uri address, CancellationToken stop)
    {
        var asked = address;
        for (var redirects = 0; ; redirects++)
        {
            var response = await _http.GetAsync(asked, HttpCompletionOption.ResponseHeadersRead, stop);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308)) { return response; }
            var next = response.Headers.Location is { } location ? new Uri(asked, location) : null;
            response.Dispose();
            if (next is null) { throw new CannotCheckException($"{asked}: a redirect without an address"); }
            if (redirects == MaxRedirects) { throw new CannotCheckException($"{address}: more than {MaxRedirects} redirects"); }
            var (here, there) = (asked.GetLeftPart(UriPartial.Authority), next.GetLeftPart(UriPartial.Authority));
            if (here != there) { throw new CannotCheckException($"{asked}: redirects to another server ({there}), which is not followed"); }
            asked = next;
        }
    }

    /// <summary>What was compressed on the way is counted as it comes out, so a few bytes cannot become all our memory.</summary>
    private static async Task<byte[]> ReadAsync(HttpContent content, int limit, CancellationToken stop)
    {
        await using var body = await content.ReadAsStreamAsync(stop);
        using var bytes = new MemoryStream();
        var buffer = new byte[Math.Min(limit + 1, 64 * 1024)];
        while (bytes.Length <= limit)
        {
            var most = (int)Math.Min(buffer.Length, limit + 1 - bytes.Length);
            var read = await body.ReadAsync(buffer.AsMemory(0, most), stop);
            if (read == 0) { break; }
            bytes.Write(buffer, 0, read);
        }
        return bytes.ToArray();
    }

    private static bool MayPass(HttpStatusCode status) =>
        status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || (int)status >= 500;

    private static string Status(HttpResponseMessage response) =>
        string.Create(CultureInfo.InvariantCulture, $"the server answers {(int)response.StatusCode} {response.StatusCode}");
}
