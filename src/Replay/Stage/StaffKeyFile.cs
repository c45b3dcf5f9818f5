// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Vigil.Replay.Staff;

namespace Vigil.Replay.Stage;

/// <summary>
/// Software keys of a test server's staff: <c>[{"id":"ann","credential":"base64","key":"base64 of PKCS#8, P-256"}]</c>. Hardware keys do not come out of their devices, which is
/// what they are for: so a server that people use cannot be played against with its staff, and one that is set up for the play can.
/// </summary>
internal static class StaffKeyFile
{
    /// <exception cref="ReplayException">it does not read as that</exception>
    public static IReadOnlyDictionary<string, KeyedMember> Read(string path, Uri site)
    {
        try
        {
            var members = JsonSerializer.Deserialize<List<Line>>(File.ReadAllBytes(path), JsonSerializerOptions.Strict)
                ?? throw new JsonException("null is no list");
            return members.ToDictionary(line => line.Id, line => Member(line, site));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or CryptographicException or ArgumentException)
        {
            throw new ReplayException($"{path} holds no keys of staff: {e.Message}");
        }
    }

    private static KeyedMember Member(Line line, Uri site)
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(line.Key, out _);
        return new KeyedMember(line.Id, line.Credential, key).At(site.Host, site.GetLeftPart(UriPartial.Authority));
    }

    private sealed record Line
    {
        [JsonPropertyName("id")]
        public required string Id { get; init; }

        [JsonPropertyName("credential")]
        public required byte[] Credential { get; init; }

        [JsonPropertyName("key")]
        public required byte[] Key { get; init; }
    }
}
