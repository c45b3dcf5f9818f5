// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text.Json;
using Vigil.Server.Staff;

namespace Vigil.Server.Signalling.Messages;

/// <summary>Events and answers as they stand in a frame. An event for many is written once.</summary>
internal static class MessageWriter
{
    public static byte[] Write(ServerEvent happened) =>
        JsonSerializer.SerializeToUtf8Bytes(happened, SignallingJson.Default.GetTypeInfo(happened.GetType())!);

    public static byte[] WriteAnswer(int id, Outcome outcome)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("answer"u8, id);
            if (outcome is Refusal refusal) { WriteError(writer, refusal); }
            else
            {
                writer.WritePropertyName("ok"u8);
                JsonSerializer.Serialize(writer, outcome, SignallingJson.Default.GetTypeInfo(outcome.GetType())!);
            }
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteError(Utf8JsonWriter writer, Refusal refusal)
    {
        writer.WriteStartObject("error"u8);
        writer.WriteString("code"u8, refusal.Code);
        writer.WriteString("message"u8, refusal.Message);
        if (refusal.Current is { } current)
        {
            writer.WriteString("group"u8, Crypto.StrictBase64Url.Encode(current.Group.Span));
            writer.WriteNumber("epoch"u8, current.Epoch);
        }
        if (refusal.Order is { } order) { WriteOrder(writer, order); }
        writer.WriteEndObject();
    }

    private static void WriteOrder(Utf8JsonWriter writer, OrderNews order)
    {
        writer.WritePropertyName("order"u8);
        JsonSerializer.Serialize(writer, order.Order, SignallingJson.Default.OrderPlace);
        writer.WriteString("salt"u8, order.Salt);
        if (order.Notice is { } notice) { writer.WriteString("notice"u8, notice); }
    }
}
