// SPDX-License-Identifier: Apache-2.0
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vigil.Replay.Cast;

/// <summary>A browser on the server's account page: keeps its cookie, says where it comes from.</summary>
internal sealed class AccountBrowser(IMeetingServer server) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = server.Address };

    public string? Origin { get; set; } = OriginOf(server);

    /// <summary>name=value</summary>
    public string? Cookie { get; set; }

    /// <summary>The cookie with its attributes, as it was set last.</summary>
    public string? SetCookie { get; private set; }

    public static string OriginOf(IMeetingServer server) => $"http://localhost:{server.Address.Port}";

    public SoftPasskey NewPasskey() => new(OriginOf(server));

    public async Task<(int Status, JsonElement Body)> SendAsync(string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (Origin is not null) { request.Headers.Add("Origin", Origin); }
        if (Cookie is not null) { request.Headers.Add("Cookie", Cookie); }
        if (body is not null) { request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")); }
        using var response = await _http.SendAsync(request);
        if (response.Headers.TryGetValues("Set-Cookie", out var set))
        {
            SetCookie = set.Single();
            Cookie = SetCookie.Split(';')[0];
            if (Cookie.EndsWith('=')) { Cookie = null; }
        }
        return ((int)response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync()));
    }

    /// <summary>The code of a refusal, or the status of a success.</summary>
    public async Task<string> TryAsync(string method, string path, JsonObject? body = null)
    {
        var (status, answer) = await SendAsync(method, path, body?.ToJsonString());
        return answer.TryGetProperty("error", out var error) ? $"{status} {error.GetProperty("code").GetString()}" : $"{status}";
    }

    public async Task<(string Ticket, JsonElement Options)> BeginAsync(string ceremony)
    {
        var (status, answer) = await SendAsync("POST", $"/api/account/{ceremony}/options");
        Require(status == 200, $"begin {ceremony}", status);
        return (answer.GetProperty("ticket").GetString()!, answer.GetProperty("options"));
    }

    /// <summary>A whole ceremony: <c>create</c>, <c>passkeys</c> or <c>sign-in</c>; the status, and the code of a refusal.</summary>
    public async Task<string> PerformAsync(string ceremony, SoftPasskey passkey, Twist? twist = null)
    {
        var (ticket, options) = await BeginAsync(ceremony);
        return await TryAsync("POST", $"/api/account/{ceremony}", Finish(ticket, ceremony == "sign-in" ? passkey.Get(options, twist) : passkey.Create(options, twist)));
    }

    public async Task CreateAccountAsync(SoftPasskey passkey)
    {
        var came = await PerformAsync("create", passkey);
        Require(came == "201", "make an account", came);
    }

    /// <summary>Null if nobody is signed in.</summary>
    public async Task<JsonElement?> AccountAsync()
    {
        var account = (await SendAsync("GET", "/api/account")).Body.GetProperty("account");
        return account.ValueKind == JsonValueKind.Null ? null : account;
    }

    public async Task<string[]> MakeCodesAsync()
    {
        var (status, answer) = await SendAsync("POST", "/api/account/recovery-codes");
        Require(status == 200, "make recovery codes", status);
        return [.. answer.GetProperty("codes").EnumerateArray().Select(code => code.GetString()!)];
    }

    public static JsonObject Finish(string ticket, JsonObject credential) => new() { ["ticket"] = ticket, ["credential"] = credential };

    public void Dispose() => _http.Dispose();

    private static void Require(bool holds, string what, object answer)
    {
        if (!holds) { throw new InvalidOperationException($"the server did not let a person {what}: {answer}"); }
    }
}
