// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Vigil.Rtc.Srtp;

/// <summary>The few header fields that SRTP needs; everything else of RTP and RTCP is other code's business.</summary>
internal static class PacketLayout
{
    /// <summary>The part of an RTCP packet that stays clear: header and sender's SSRC (RFC 3711 section 3.4).</summary>
    public const int RtcpClearLength = 8;

    /// <summary>E bit and index after the encrypted part of SRTCP.</summary>
    public const int RtcpIndexLength = 4;

    private const int RtpFixedHeader = 12;
    private const int VersionMask = 0xC0;
    private const int Version2 = 0x80;
    private const int ExtensionBit = 0x10;

    /// <summary>Header with contributing sources and extension (RFC 3550 section 5.1). False if it is not RTP or is cut short.</summary>
    public static bool TryReadRtp(ReadOnlySpan<byte> packet, out int headerLength, out uint ssrc, out ushort sequenceNumber)
    {
        (headerLength, ssrc, sequenceNumber) = (0, 0, 0);
        if (packet.Length < RtpFixedHeader || (packet[0] & VersionMask) != Version2) { return false; }
        var length = RtpFixedHeader + ((packet[0] & 0x0F) * 4);
        if ((packet[0] & ExtensionBit) != 0)
        {
            if (packet.Length < length + 4) { return false; }
            length += 4 + (BinaryPrimitives.ReadUInt16BigEndian(packet[(length + 2)..]) * 4);
        }
        if (packet.Length < length) { return false; }
        headerLength = length;
        sequenceNumber = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);
        return true;
    }

    /// <summary>The SSRC of the first packet in a compound; it chooses the cryptographic context.</summary>
    public static bool TryReadRtcp(ReadOnlySpan<byte> packet, out uint ssrc)
    {
        ssrc = 0;
        if (packet.Length < RtcpClearLength || (packet[0] & VersionMask) != Version2) { return false; }
        ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);
        return true;
    }
}
