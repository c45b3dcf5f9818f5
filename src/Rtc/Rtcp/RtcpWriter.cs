// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Vigil.Rtc.Rtcp;

/// <summary>Writes RTCP packets one behind the other into a span. A packet that does not fit is not written at all.</summary>
public ref struct RtcpWriter(Span<byte> destination)
{
    private const int MostInCount = 31;
    private const int SsrcLength = 4;
    private const int FeedbackHeadLength = 2 * SsrcLength;

    private readonly Span<byte> destination = destination;

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>RFC 3550 section 6.4.1.</summary>
    public bool TryWriteSenderReport(uint ssrc, scoped in SenderInfo info, scoped ReadOnlySpan<ReportBlock> blocks)
    {
        var bodyLength = SsrcLength + SenderInfo.Length + blocks.Length * ReportBlock.Length;
        if (!TryBegin(blocks.Length, RtcpType.SenderReport, bodyLength, out var body)) { return false; }
        BinaryPrimitives.WriteUInt32BigEndian(body, ssrc);
        info.Write(body[SsrcLength..]);
        WriteBlocks(body[(SsrcLength + SenderInfo.Length)..], blocks);
        return true;
    }

    /// <summary>RFC 3550 section 6.4.2.</summary>
    public bool TryWriteReceiverReport(uint ssrc, scoped ReadOnlySpan<ReportBlock> blocks)
    {
        if (!TryBegin(blocks.Length, RtcpType.ReceiverReport, SsrcLength + blocks.Length * ReportBlock.Length, out var body)) { return false; }
        BinaryPrimitives.WriteUInt32BigEndian(body, ssrc);
        WriteBlocks(body[SsrcLength..], blocks);
        return true;
    }

    /// <summary>RFC 3550 section 6.5.1: one chunk with a CNAME.</summary>
    public bool TryWriteSourceDescription(uint ssrc, scoped ReadOnlySpan<byte> cname)
    {
        if (cname.Length > byte.MaxValue) { return false; }
        // At least one zero byte ends the items, up to the next word.
        var bodyLength = (SsrcLength + 2 + cname.Length + 4) & ~3;
        if (!TryBegin(1, RtcpType.SourceDescription, bodyLength, out var body)) { return false; }
        BinaryPrimitives.WriteUInt32BigEndian(body, ssrc);
        body[4] = SourceDescription.CnameType;
        body[5] = (byte)cname.Length;
        cname.CopyTo(body[6..]);
        body[(6 + cname.Length)..].Clear();
        return true;
    }

    /// <summary>RFC 3550 section 6.6, without a reason.</summary>
    public bool TryWriteBye(scoped ReadOnlySpan<uint> ssrcs)
    {
        if (!TryBegin(ssrcs.Length, RtcpType.Bye, ssrcs.Length * SsrcLength, out var body)) { return false; }
        WriteSsrcs(body, ssrcs);
        return true;
    }

    /// <summary>RFC 4585 section 6.2.1. Any order will do, but ascending (around the wrap) packs best.</summary>
    public bool TryWriteNack(uint sender, uint media, scoped ReadOnlySpan<ushort> lost)
    {
        var entries = CountNackEntries(lost);
        if (entries == 0) { return false; }
        if (!TryBeginFeedback(RtcpType.NackFormat, RtcpType.TransportLayerFeedback, sender, media, entries * 4, out var feedback)) { return false; }
        while (TryTakeNackEntry(ref lost, out var packetId, out var following))
        {
            BinaryPrimitives.WriteUInt16BigEndian(feedback, packetId);
            BinaryPrimitives.WriteUInt16BigEndian(feedback[2..], following);
            feedback = feedback[4..];
        }
        return true;
    }

    /// <summary>RFC 4585 section 6.3.1.</summary>
    public bool TryWritePictureLossIndication(uint sender, uint media) =>
        TryBeginFeedback(RtcpType.PliFormat, RtcpType.PayloadFeedback, sender, media, 0, out _);

    /// <summary>RFC 5104 section 4.3.1: media SSRC 0, the stream stands in the entry.</summary>
    public bool TryWriteFullIntraRequest(uint sender, scoped in FullIntraRequest request)
    {
        if (!TryBeginFeedback(RtcpType.FirFormat, RtcpType.PayloadFeedback, sender, 0, FullIntraRequest.Length, out var entry)) { return false; }
        entry.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(entry, request.Ssrc);
        entry[4] = request.Number;
        return true;
    }

    /// <summary>draft-alvestrand-rmcat-remb-03 section 2.2: how much the streams may take together, in bits per second, rounded down to 18 bits.</summary>
    public bool TryWriteRemb(uint sender, scoped ReadOnlySpan<uint> ssrcs, ulong bitrate)
    {
        if (ssrcs.Length > byte.MaxValue) { return false; }
        var length = 8 + ssrcs.Length * SsrcLength;
        if (!TryBeginFeedback(RtcpType.ApplicationFormat, RtcpType.PayloadFeedback, sender, 0, length, out var feedback)) { return false; }
        var exponent = Math.Max(0, 64 - System.Numerics.BitOperations.LeadingZeroCount(bitrate) - 18);
        "REMB"u8.CopyTo(feedback);
        BinaryPrimitives.WriteUInt32BigEndian(feedback[4..], (uint)ssrcs.Length << 24 | (uint)exponent << 18 | (uint)(bitrate >> exponent));
        WriteSsrcs(feedback[8..], ssrcs);
        return true;
    }

    private bool TryBeginFeedback(int format, byte type, uint sender, uint media, int length, out Span<byte> feedback)
    {
        feedback = default;
        if (!TryBegin(format, type, FeedbackHeadLength + length, out var body)) { return false; }
        BinaryPrimitives.WriteUInt32BigEndian(body, sender);
        BinaryPrimitives.WriteUInt32BigEndian(body[SsrcLength..], media);
        feedback = body[FeedbackHeadLength..];
        return true;
    }

    private bool TryBegin(int count, byte type, int bodyLength, out Span<byte> body)
    {
        body = default;
        var rest = destination[Length..];
        if (count > MostInCount || bodyLength / 4 > ushort.MaxValue || rest.Length < 4 + bodyLength) { return false; }
        rest[0] = (byte)(0x80 | count);
        rest[1] = type;
        BinaryPrimitives.WriteUInt16BigEndian(rest[2..], (ushort)(bodyLength / 4));
        body = rest.Slice(4, bodyLength);
        Length += 4 + bodyLength;
        return true;
    }

    private static void WriteBlocks(Span<byte> body, scoped ReadOnlySpan<ReportBlock> blocks)
    {
        foreach (ref readonly var block in blocks)
        {
            block.Write(body);
            body = body[ReportBlock.Length..];
        }
    }

    private static void WriteSsrcs(Span<byte> body, scoped ReadOnlySpan<uint> ssrcs)
    {
        foreach (var ssrc in ssrcs)
        {
            BinaryPrimitives.WriteUInt32BigEndian(body, ssrc);
            body = body[SsrcLength..];
        }
    }

    private static int CountNackEntries(scoped ReadOnlySpan<ushort> lost)
    {
        var entries = 0;
        while (TryTakeNackEntry(ref lost, out _, out _)) { entries++; }
        return entries;
    }

    // The first number, and those of the next that lie within 16 of it.
    private static bool TryTakeNackEntry(scoped ref ReadOnlySpan<ushort> lost, out ushort packetId, out ushort following)
    {
        packetId = following = 0;
        if (lost.IsEmpty) { return false; }
        packetId = lost[0];
        var taken = 1;
        for (; taken < lost.Length; taken++)
        {
            var distance = (ushort)(lost[taken] - packetId);
            if (distance is 0 or > 16) { break; }
            following |= (ushort)(1 << (distance - 1));
        }
        lost = lost[taken..];
        return true;
    }
}
