// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Rtc.Net;

/// <summary>Tells which protocol a datagram belongs to by its first two bytes. It promises nothing about the rest.</summary>
public static class Demultiplexer
{
    private const int StunHeader = 20;
    private const int DtlsRecordHeader = 13;
    private const int RtpHeader = 12;
    private const int RtcpHeader = 8;

    /// <summary>RFC 7983 section 7; RTP from RTCP by RFC 5761 section 4. Shorter than the protocol's header is <see cref="PacketKind.Unknown"/>.</summary>
    public static PacketKind Classify(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length < 2) { return PacketKind.Unknown; }
        return datagram[0] switch
        {
            <= 3 when datagram.Length >= StunHeader => PacketKind.Stun,
            >= 20 and <= 63 when datagram.Length >= DtlsRecordHeader => PacketKind.Dtls,
            >= 128 and <= 191 => ClassifyMedia(datagram),
            _ => PacketKind.Unknown,
        };
    }

    private static PacketKind ClassifyMedia(ReadOnlySpan<byte> datagram)
    {
        // RTCP types 192..223 are what RTP's marker bit with payload types 64..95 would read as: those are not to be used for RTP.
        if (datagram[1] is >= 192 and <= 223) { return datagram.Length >= RtcpHeader ? PacketKind.Rtcp : PacketKind.Unknown; }
        return datagram.Length >= RtpHeader ? PacketKind.Rtp : PacketKind.Unknown;
    }
}
