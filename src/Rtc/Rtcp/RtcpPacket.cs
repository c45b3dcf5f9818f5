// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Vigil.Rtc.Rtcp;

/// <summary>A view of one RTCP packet. Its lengths are checked; the parts that its kind does not have are empty.</summary>
public readonly ref struct RtcpPacket
{
    private const int SsrcLength = 4;
    private const int FeedbackHeadLength = 2 * SsrcLength;
    private const uint RembIdentifier = 0x52454D42; // "REMB"

    private readonly ReadOnlySpan<byte> body;
    private readonly int count;

    private RtcpPacket(RtcpKind kind, int count, ReadOnlySpan<byte> body)
    {
        Kind = kind;
        this.count = count;
        this.body = body;
    }

    public RtcpKind Kind { get; }

    /// <summary>Who speaks; 0 where the kind has no such field.</summary>
    public uint SenderSsrc => Kind is RtcpKind.Unknown or RtcpKind.SourceDescription or RtcpKind.Bye ? 0 : Word(0);

    /// <summary>The stream that feedback is about; 0 for FIR and REMB, which name theirs inside.</summary>
    public uint MediaSsrc => Kind is RtcpKind.Nack or RtcpKind.PictureLossIndication or RtcpKind.TransportFeedback ? Word(SsrcLength) : 0;

    /// <summary>The sender's clocks and counts; all 0 in other kinds than a sender report.</summary>
    public SenderInfo SenderInfo => Kind == RtcpKind.SenderReport ? SenderInfo.Read(body[SsrcLength..]) : default;

    /// <summary>The report blocks of a sender or receiver report.</summary>
    public ReportBlockList ReportBlocks => Kind switch
    {
        RtcpKind.SenderReport => new(body.Slice(SsrcLength + SenderInfo.Length, count * ReportBlock.Length)),
        RtcpKind.ReceiverReport => new(body.Slice(SsrcLength, count * ReportBlock.Length)),
        _ => default,
    };

    /// <summary>The sequence numbers that a NACK asks for, RFC 4585 section 6.2.1.</summary>
    public LostPacketList LostPackets => Kind == RtcpKind.Nack ? new(body[FeedbackHeadLength..]) : default;

    /// <summary>The key frames that a FIR asks for, RFC 5104 section 4.3.1.</summary>
    public FullIntraRequestList FullIntraRequests => Kind == RtcpKind.FullIntraRequest ? new(body[FeedbackHeadLength..]) : default;

    /// <summary>The streams that a BYE ends or a REMB is about.</summary>
    public SsrcList Ssrcs => Kind switch
    {
        RtcpKind.Bye => new(body[..(count * SsrcLength)]),
        RtcpKind.Remb => new(body.Slice(16, body[12] * SsrcLength)),
        _ => default,
    };

    /// <summary>Bits per second that a REMB estimates, draft-alvestrand-rmcat-remb-03 section 2.2.</summary>
    public ulong RembBitrate => Kind == RtcpKind.Remb ? ReadBitrate(Word(12)) : 0;

    /// <summary>The items of a source description.</summary>
    public SourceDescriptionList SourceDescriptions => Kind == RtcpKind.SourceDescription ? new(body, count) : default;

    /// <summary>When packets arrived at the other end; empty in other kinds than transport feedback.</summary>
    public TransportFeedback TransportFeedback => Kind == RtcpKind.TransportFeedback ? new(body[FeedbackHeadLength..]) : default;

    internal static bool TryParse(int count, byte type, ReadOnlySpan<byte> body, out RtcpPacket packet)
    {
        var kind = Classify(count, type, body);
        var good = body.Length >= MinimumLength(kind, count)
            && (kind != RtcpKind.FullIntraRequest || (body.Length - FeedbackHeadLength) % FullIntraRequest.Length == 0)
            && (kind != RtcpKind.Remb || body.Length >= 16 + body[12] * SsrcLength);
        packet = good ? new RtcpPacket(kind, count, body) : default;
        return good;
    }

    private static RtcpKind Classify(int count, byte type, ReadOnlySpan<byte> body) => (type, count) switch
    {
        (RtcpType.SenderReport, _) => RtcpKind.SenderReport,
        (RtcpType.ReceiverReport, _) => RtcpKind.ReceiverReport,
        (RtcpType.SourceDescription, _) => RtcpKind.SourceDescription,
        (RtcpType.Bye, _) => RtcpKind.Bye,
        (RtcpType.TransportLayerFeedback, RtcpType.NackFormat) => RtcpKind.Nack,
        (RtcpType.TransportLayerFeedback, RtcpType.TransportFeedbackFormat) => RtcpKind.TransportFeedback,
        (RtcpType.PayloadFeedback, RtcpType.PliFormat) => RtcpKind.PictureLossIndication,
        (RtcpType.PayloadFeedback, RtcpType.FirFormat) => RtcpKind.FullIntraRequest,
        (RtcpType.PayloadFeedback, RtcpType.ApplicationFormat) when IsRemb(body) => RtcpKind.Remb,
        _ => RtcpKind.Unknown,
    };

    private static int MinimumLength(RtcpKind kind, int count) => kind switch
    {
        RtcpKind.SenderReport => SsrcLength + SenderInfo.Length + count * ReportBlock.Length,
        RtcpKind.ReceiverReport => SsrcLength + count * ReportBlock.Length,
        RtcpKind.SourceDescription or RtcpKind.Bye => count * SsrcLength,
        RtcpKind.Nack => FeedbackHeadLength + 4,
        RtcpKind.PictureLossIndication => FeedbackHeadLength,
        RtcpKind.FullIntraRequest => FeedbackHeadLength + FullIntraRequest.Length,
        RtcpKind.Remb => 16,
        RtcpKind.TransportFeedback => FeedbackHeadLength + TransportFeedback.HeadLength,
        _ => 0,
    };

    private static bool IsRemb(ReadOnlySpan<byte> body) =>
        body.Length >= 16 && BinaryPrimitives.ReadUInt32BigEndian(body[8..]) == RembIdentifier;

    // 6 bits of exponent, 18 of mantissa. More than 64 bits is a hostile value: the most there is.
    private static ulong ReadBitrate(uint word)
    {
        var exponent = (int)(word >> 18) & 0x3F;
        var mantissa = (ulong)word & 0x3FFFF;
        return mantissa << exponent >> exponent == mantissa ? mantissa << exponent : ulong.MaxValue;
    }

    private uint Word(int at) => BinaryPrimitives.ReadUInt32BigEndian(body[at..]);
}
