// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using static Vigil.Replay.Cast.StagedMeeting;

namespace Vigil.Replay.Cast;

/// <summary>Says something in a running meeting as a client does, and reports it (docs/protocol/meeting.md section 11).</summary>
internal sealed class ReportMaker(StagedMeeting meeting, byte[] group, byte[] stampKey)
{
    private ulong _seq;

    public ulong NextSeq() => ++_seq;

    /// <summary>A message that was really sent and stamped, with all that proves it.</summary>
    public async Task<JsonObject> SayAsync(ProtocolClient sender, string text, ulong epoch = 0)
    {
        var seq = NextSeq();
        var said = Write(sender.Participant, sender.Leaf, text, epoch, seq);
        var sent = (await sender.AskAsync("send", new { body = Text(NoiseEnvelope.Make(epoch, seq, said.Commitment)) })).Ok;
        return Evidence(said, sender.Participant, sender.Leaf, sender.AdmissionByHost(), sent.GetProperty("stamp").GetString()!);
    }

    /// <summary>What a client writes before it sends: content, commitment and signature. Whoever forges can do as much, with a key of their own.</summary>
    public WrittenMessage Write(byte[] participant, KeyPair signer, string text, ulong epoch, ulong seq)
    {
        byte[] id = [.. meeting.Id.Span], opening = RandomNumberGenerator.GetBytes(32);
        var content = Encoding.UTF8.GetBytes(new JsonObject { ["kind"] = "chat", ["text"] = text }.ToJsonString());
        byte[] context = [.. Prefixed("frank/v1"u8), .. Prefixed(id), .. Prefixed(participant), .. Prefixed(BigEndian(epoch))];
        var commitment = HMACSHA256.HashData(opening, (byte[])[.. context, .. content]);
        var signature = signer.Sign([.. "vigil/frank/v1\0"u8, .. id, .. BigEndian(epoch), .. BigEndian(seq), .. commitment]);
        return new WrittenMessage(seq, opening, content, commitment, signature);
    }

    public static JsonObject Evidence(WrittenMessage said, byte[] participant, KeyPair leaf, byte[] admission, string stamp) => new()
    {
        ["participant"] = Text(participant),
        ["leafKey"] = Text(leaf.Public.Span),
        ["admission"] = Text(admission),
        ["seq"] = $"{said.Seq}",
        ["opening"] = Text(said.Opening),
        ["signature"] = Text(said.Signature),
        ["commitment"] = Text(said.Commitment),
        ["stamp"] = stamp,
        ["content"] = Text(said.Content),
    };

    /// <summary>With the command that made the speaker a host.</summary>
    public JsonObject OfHost(byte[] command, params JsonObject[] messages)
    {
        var report = Of(messages);
        report["commands"] = new JsonArray(Text(command));
        return report;
    }

    public JsonObject Of(params JsonObject[] messages) => new()
    {
        ["version"] = 1,
        ["meeting"] = meeting.Body,
        ["group"] = Text(group),
        ["stampKey"] = Text(stampKey),
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

/// <summary>A message before it is sent.</summary>
internal sealed record WrittenMessage(ulong Seq, byte[] Opening, byte[] Content, byte[] Commitment, byte[] Signature);
