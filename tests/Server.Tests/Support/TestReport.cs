// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using static Vigil.Replay.Cast.StagedMeeting;

namespace Vigil.Server.Tests.Support;

/// <summary>Says something in a running meeting as a client does, and reports it.</summary>
internal sealed class TestReport(Stage stage)
{
    private ulong _seq;

    /// <summary>A message that was really sent and stamped, with all that proves it.</summary>
    public async Task<JsonObject> SayAsync(TestClient sender, string text, ulong epoch = 0)
    {
        byte[] meeting = [.. stage.Meeting.Id.Span];
        var (seq, opening) = (++_seq, RandomNumberGenerator.GetBytes(32));
        var content = Encoding.UTF8.GetBytes($$"""{"kind":"chat","text":"{{text}}"}""");
        byte[] context = [.. Prefixed("frank/v1"u8), .. Prefixed(meeting), .. Prefixed(sender.Participant), .. Prefixed(BigEndian(epoch))];
        var commitment = HMACSHA256.HashData(opening, (byte[])[.. context, .. content]);
        var sent = (await sender.AskAsync("send", new { body = Text(TestEnvelope.Make(epoch, seq, commitment)) })).Ok;
        return new JsonObject
        {
            ["participant"] = sender.ParticipantText,
            ["leafKey"] = Text(sender.Leaf.Public.Span),
            ["admission"] = Text(sender.AdmissionByHost()),
            ["seq"] = $"{seq}",
            ["opening"] = Text(opening),
            ["signature"] = Text(sender.Leaf.Sign([.. "vigil/frank/v1\0"u8, .. meeting, .. BigEndian(epoch), .. BigEndian(seq), .. commitment])),
            ["commitment"] = Text(commitment),
            ["stamp"] = sent.GetProperty("stamp").GetString(),
            ["content"] = Text(content),
        };
    }

    public JsonObject Of(params JsonObject[] messages) => new()
    {
        ["version"] = 1,
        ["meeting"] = stage.Meeting.Body,
        ["group"] = Text(stage.Group),
        ["stampKey"] = Text(stage.Host.StampKey),
        ["note"] = "",
        ["commands"] = new JsonArray(),
        ["messages"] = new JsonArray([.. messages.Select(message => message.DeepClone())]),
    };

    private static byte[] Prefixed(ReadOnlySpan<byte> part)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
        return [.. length, .. part];
    }

    private static byte[] BigEndian(ulong value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return bytes;
    }
}
