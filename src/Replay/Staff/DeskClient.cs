// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vigil.Orders.Approvals;

namespace Vigil.Replay.Staff;

/// <summary>What a request of the desk came to.</summary>
internal sealed record Reply(int Status, JsonElement Body, byte[] Bytes)
{
    /// <summary>The status, with the code and the reasons of a refusal: <c>422 refused: exposed</c>.</summary>
    public string Text
    {
        get
        {
            if (Body.ValueKind != JsonValueKind.Object || !Body.TryGetProperty("error", out var error)) { return $"{Status}"; }
            var reasons = Body.TryGetProperty("reasons", out var list) ? ": " + string.Join(' ', list.EnumerateArray().Select(r => r.GetString()).Order(StringComparer.Ordinal)) : "";
            return $"{Status} {error.GetProperty("code").GetString()}{reasons}";
        }
    }
}

/// <summary>What members of staff do at their desks, over HTTP, each with the own security key.</summary>
/// <param name="server">where requests go</param>
/// <param name="webOrigin">the address that the desk's pages have</param>
/// <param name="staff">by id</param>
internal sealed class DeskClient(Uri server, string webOrigin, IReadOnlyDictionary<string, KeyedMember> staff) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = server };
    private readonly Dictionary<string, string> _cookies = [];

    public IReadOnlyDictionary<string, KeyedMember> Staff => staff;

    /// <summary>Whoever was signed in signs in anew: a day at the desk ends.</summary>
    public void ForgetSessions() => _cookies.Clear();

    public async Task<Reply> SendAsync(string method, string path, JsonNode? body = null, string? cookie = null, string? bearer = null, string? origin = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if ((origin ?? webOrigin) is { Length: > 0 } from) { request.Headers.Add("Origin", from); }
        if (cookie is not null) { request.Headers.Add("Cookie", cookie); }
        if (bearer is not null) { request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer); }
        if (body is not null) { request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"); }
        using var response = await _http.SendAsync(request);
        if (response.Headers.TryGetValues("Set-Cookie", out var set)) { LastCookie = set.Single(); }
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var isJson = response.Content.Headers.ContentType?.MediaType == "application/json";
        // A server that breaks down has refused nothing.
        if (response.StatusCode == HttpStatusCode.InternalServerError) { throw new InvalidOperationException($"{method} {path}: the server broke down"); }
        return new Reply((int)response.StatusCode, isJson ? JsonElement.Parse(bytes) : default, bytes);
    }

    /// <summary>As it was set last, with its attributes.</summary>
    public string LastCookie { get; private set; } = "";

    /// <summary>At the desk of a member, who signs in first if need be.</summary>
    public async Task<Reply> AtDeskAsync(string who, string method, string path, JsonNode? body = null)
    {
        if (!_cookies.ContainsKey(who)) { await SignInAsync(who); }
        return await SendAsync(method, $"/api/staff{path}", body, _cookies[who]);
    }

    public async Task SignInAsync(string who)
    {
        var options = (await SendAsync("POST", "/api/staff/sign-in/options", new JsonObject())).Body;
        var by = Staff[who].Sign(SigningPurpose.Desk, options.GetProperty("challenge").GetBytesFromBase64());
        var reply = await SendAsync("POST", "/api/staff/sign-in", new JsonObject { ["ticket"] = options.GetProperty("ticket").GetString(), ["by"] = Json(by) });
        if (reply.Status != 200 || reply.Body.GetProperty("me").GetString() != who) { throw new InvalidOperationException($"{who} was not let in to the desk: {reply.Text}"); }
        _cookies[who] = LastCookie.Split(';')[0];
    }

    public static JsonObject Json(Assertion assertion) => new()
    {
        ["cred"] = assertion.CredentialId,
        ["cd"] = Convert.ToBase64String(assertion.ClientData.Span),
        ["ad"] = Convert.ToBase64String(assertion.AuthenticatorData.Span),
        ["sig"] = Convert.ToBase64String(assertion.Signature.Span),
    };

    public Task<Reply> ApproveAsync(Draft draft, string who) =>
        AtDeskAsync(who, "POST", $"/proposals/{draft.Proposal.Id}/approvals", new JsonObject { ["by"] = Json(Staff[who].Sign(SigningPurpose.Approve, draft.Bytes)) });

    public void Dispose() => _http.Dispose();
}
