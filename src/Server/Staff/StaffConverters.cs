// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Vigil.Tlog.Encodings;
using Vigil.Tlog.Entries;

namespace Vigil.Server.Staff;

/// <summary>Bytes as the log spells them: standard base64 with its padding, and no other spelling.</summary>
internal sealed class Base64Converter : JsonConverter<byte[]>
{
    public override byte[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && StrictBase64.TryDecode(Encoding.UTF8.GetBytes(reader.GetString()!), out var bytes)) { return bytes; }
        throw new JsonException("standard base64 with padding is needed here");
    }

    public override void Write(Utf8JsonWriter writer, byte[] value, JsonSerializerOptions options) => writer.WriteStringValue(Convert.ToBase64String(value));
}

/// <summary>Times as the log spells them: UTC, to the second.</summary>
internal sealed class TimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && EntryTime.TryParse(reader.GetString()!, out var time)) { return time; }
        throw new JsonException("a time such as 2026-11-21T10:00:00Z is needed here");
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(EntryTime.ToText(value));
}
