// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vigil.Orders.Approvals;
using Vigil.Server.Ceremonies;

namespace Vigil.Server.Tests.Ceremonies;

/// <summary>One of those who begin, at their page, with a security key in software.</summary>
internal sealed class TestFounder(CeremonyServer server, TestMember member) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = server.Address };

    public string Id => member.Id;

    public string Code { get; set; } = server.Links.SingleOrDefault(link => link.Member == member.Id)?.Link.Split('#')[1] ?? "";

    public Task<(string Status, JsonElement Body)> LookAsync() => SendAsync(HttpMethod.Get, "/api/ceremony", null);

    public async Task<string> PhaseAsync() => (await LookAsync()).Body.GetProperty("phase").GetString()!;

    /// <summary>The status, and the code and reasons of a refusal.</summary>
    public async Task<string> RegisterAsync(byte flags = 0x45, string? origin = null, string? rpId = null, TestMember? key = null, byte[]? challenge = null, byte[]? cose = null)
    {
        challenge ??= (await LookAsync()).Body.GetProperty("keyChallenge").GetBytesFromBase64();
        var used = key ?? member;
        var parts = new AssertionParts { Type = "webauthn.create", Challenge = challenge, Origin = origin ?? member.WebOrigin, RpId = rpId ?? member.RpId, Flags = flags };
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)used.CredentialId.Length);
        byte[] data = [.. parts.AuthenticatorData, .. new byte[16], .. length, .. used.CredentialId, .. cose ?? Cose(used.Spki)];
        return await StepAsync("key", new JsonObject { ["clientData"] = Convert.ToBase64String(parts.ClientData), ["authenticatorData"] = Convert.ToBase64String(data) });
    }

    /// <summary>As the page does: the challenge is made of what is shown, not taken from the server.</summary>
    public async Task<string> SignAsync(TestMember? key = null, Func<byte[], byte[]>? twist = null)
    {
        var shown = (await LookAsync()).Body;
        var challenge = Challenge(shown);
        return await StepAsync("sign", new JsonObject { ["by"] = ToJson((key ?? member).SignChallenge(twist?.Invoke(challenge) ?? challenge)) });
    }

    public Task<string> DeclineAsync(string word) => StepAsync("decline", new JsonObject { ["word"] = word });

    public async Task<string> StepAsync(string name, JsonObject body)
    {
        var (status, answer) = await SendAsync(HttpMethod.Post, $"/api/ceremony/{name}", body.ToJsonString());
        if (!answer.TryGetProperty("error", out var error)) { return status; }
        var reasons = answer.TryGetProperty("reasons", out var list) ? string.Concat(list.EnumerateArray().Select(reason => $" {reason.GetString()}")) : "";
        return $"{status} {error.GetProperty("code").GetString()}{reasons}";
    }

    /// <summary>docs/protocol/orders.md section 2, once more.</summary>
    private static byte[] Challenge(JsonElement shown)
    {
        static string Hash(JsonElement bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes.GetBytesFromBase64()));
        var origins = string.Join(' ', shown.GetProperty("webOrigins").EnumerateArray().Select(origin => origin.GetString()));
        var text = $"vigil/genesis/v1\n{shown.GetProperty("origin").GetString()}\n{shown.GetProperty("logKey").GetString()}\n{shown.GetProperty("rpId").GetString()}\n{origins}\n"
            + $"{Hash(shown.GetProperty("roster"))}\n{Hash(shown.GetProperty("policy"))}\n";
        return SHA256.HashData(Encoding.UTF8.GetBytes(text));
    }

    private static JsonObject ToJson(Assertion assertion) => new()
    {
        ["cred"] = assertion.CredentialId,
        ["cd"] = Convert.ToBase64String(assertion.ClientData.Span),
        ["ad"] = Convert.ToBase64String(assertion.AuthenticatorData.Span),
        ["sig"] = Convert.ToBase64String(assertion.Signature.Span),
    };

    private static byte[] Cose(byte[] spki) => spki.Length == 44
        ? [0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, 0x58, 0x20, .. spki[^32..]]
        : [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. spki[^64..^32], 0x22, 0x58, 0x20, .. spki[^32..]];

    private async Task<(string Status, JsonElement Body)> SendAsync(HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Code);
        if (body is not null) { request.Content = new StringContent(body, Encoding.UTF8, "application/json"); }
        using var response = await _http.SendAsync(request);
        return ($"{(int)response.StatusCode}", JsonElement.Parse(await response.Content.ReadAsStringAsync()));
    }

    public void Dispose() => _http.Dispose();
}
