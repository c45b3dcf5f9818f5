// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vigil.Sfu.Ortc;

/// <summary>One value of a codec's <c>parameters</c>: a number, a text or a truth value, as in an SDP fmtp line.</summary>
[JsonConverter(typeof(ParameterValueConverter))]
public readonly record struct ParameterValue
{
    private ParameterValue(double? number, string? text, bool? truth) => (Number, Text, Truth) = (number, text, truth);

    public double? Number { get; }

    public string? Text { get; }

    public bool? Truth { get; }

    public static ParameterValue Of(double number) => new(number, null, null);

    public static ParameterValue Of(string text) => new(null, text, null);

    public static ParameterValue Of(bool truth) => new(null, null, truth);
}

/// <summary>Lists and objects have no place in an fmtp line, so they are refused as malformed JSON is.</summary>
internal sealed class ParameterValueConverter : JsonConverter<ParameterValue>
{
    public override ParameterValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number => ParameterValue.Of(reader.GetDouble()),
        JsonTokenType.String => ParameterValue.Of(reader.GetString()!),
        JsonTokenType.True or JsonTokenType.False => ParameterValue.Of(reader.GetBoolean()),
        _ => throw new JsonException("A codec parameter is a number, a text or a truth value."),
    };

    public override void Write(Utf8JsonWriter writer, ParameterValue value, JsonSerializerOptions options)
    {
        if (value.Number is { } number) { writer.WriteNumberValue(number); }
        else if (value.Truth is { } truth) { writer.WriteBooleanValue(truth); }
        else { writer.WriteStringValue(value.Text); }
    }
}
