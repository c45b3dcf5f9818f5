// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vigil.Server.Crypto;

/// <summary>Byte strings of any length as base64url text.</summary>
internal sealed class BytesConverter : JsonConverter<byte[]>
{
    public override byte[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && StrictBase64Url.TryDecode(reader.GetString(), out var bytes)) { return bytes; }
        throw new JsonException("base64url without padding is needed here");
    }

    public override void Write(Utf8JsonWriter writer, byte[] value, JsonSerializerOptions options) =>
        writer.WriteStringValue(StrictBase64Url.Encode(value));
}

/// <summary>Byte strings of a fixed length as base64url text; another length is a fault of the message.</summary>
internal sealed class FixedBytesConverter<T> : JsonConverter<T> where T : FixedBytes, IFixedBytes<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String
            && StrictBase64Url.TryDecode(reader.GetString(), out var bytes) && bytes.Length == T.Length) { return T.Copy(bytes); }
        throw new JsonException($"{T.Length} bytes as base64url without padding are needed here");
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(StrictBase64Url.Encode(value.Span));
}
