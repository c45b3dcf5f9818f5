// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Vigil.Server.Crypto;

namespace Vigil.Server.Meetings;

/// <summary>Names a meeting and commits to its host key (docs/protocol/meeting.md section 1).</summary>
[JsonConverter(typeof(MeetingIdConverter))]
internal sealed class MeetingId(ReadOnlySpan<byte> bytes) : FixedBytes(bytes)
{
    public const int Length = 16;
    private const int RoutingKeyLength = 10;

    /// <summary>26 characters of base32: what stands in links.</summary>
    public string Text => Base32.Encode(Span);

    /// <summary>16 characters that stand in the WebSocket's address in the id's place.</summary>
    public string RoutingKey
    {
        get
        {
            var hash = SHA256.HashData([.. "vigil/routing/v1"u8, .. Span]);
            return Base32.Encode(hash.AsSpan(0, RoutingKeyLength));
        }
    }

    public static MeetingId Derive(PublicKey hostKey, MeetingNonce nonce)
    {
        var hash = SHA256.HashData([.. "vigil/meeting/v1"u8, .. hostKey.Span, .. nonce.Span]);
        return new MeetingId(hash.AsSpan(0, Length));
    }

    public static bool TryParse(ReadOnlySpan<char> text, out MeetingId id)
    {
        Span<byte> bytes = stackalloc byte[Length];
        var good = Base32.TryDecode(text, bytes);
        id = new MeetingId(bytes);
        return good;
    }

    public static bool IsRoutingKey(ReadOnlySpan<char> text) => Base32.TryDecode(text, stackalloc byte[RoutingKeyLength]);
}

internal sealed class MeetingIdConverter : JsonConverter<MeetingId>
{
    public override MeetingId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && MeetingId.TryParse(reader.GetString(), out var id)) { return id; }
        throw new JsonException("a meeting id of 26 base32 characters is needed here");
    }

    public override void Write(Utf8JsonWriter writer, MeetingId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
}
