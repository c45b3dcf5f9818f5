// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Vigil.Server.Signalling.Messages;

/// <summary>Reads one frame. The frame's id is found even in most bad frames, so that the refusal can name it.</summary>
internal static class RequestParser
{
    /// <summary>Stands for an id that could not be read.</summary>
    public const int NoId = 0;

    public static bool TryParse(
        ReadOnlySpan<byte> frame, [NotNullWhen(true)] out Request? request, out RequestRule? rule, out int id, out Refusal? refusal)
    {
        request = null;
        rule = null;
        if (!TryReadEnvelope(frame, out id, out var type))
        {
            refusal = Refusal.Malformed("a frame is one JSON object with an id from 1 to 2147483647 and a type");
            return false;
        }
        if (!RequestRule.All.TryGetValue(type, out rule))
        {
            refusal = new Refusal("unknown_type", "there is no request of this type");
            return false;
        }
        try
        {
            request = (Request?)JsonSerializer.Deserialize(frame, rule.TypeInfo);
        }
        catch (JsonException)
        {
            // The exception's text quotes the input, which may hold what must not be repeated.
        }
        refusal = request is null ? Refusal.Malformed($"members of '{type}' are missing, unknown, doubled or of the wrong form") : null;
        return request is not null;
    }

    private static bool TryReadEnvelope(ReadOnlySpan<byte> frame, out int id, [NotNullWhen(true)] out string? type)
    {
        id = NoId;
        type = null;
        var reader = new Utf8JsonReader(frame);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) { return false; }
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var (isId, isType) = (reader.ValueTextEquals("id"u8), reader.ValueTextEquals("type"u8));
                reader.Read();
                if (isId && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) && number > NoId) { id = number; }
                else if (isType && reader.TokenType == JsonTokenType.String) { type = reader.GetString(); }
                else { reader.Skip(); }
            }
            return id != NoId && type is not null;
        }
        // InvalidOperationException: GetString of an escaped lone surrogate.
        catch (Exception e) when (e is JsonException or InvalidOperationException) { return false; }
    }
}
