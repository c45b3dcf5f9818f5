// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Vigil.Rtc.Rtp;

namespace Vigil.Rtc.Rtcp;

/// <summary>One moment in the sender's wall clock and in its media clock, with counts so far. RFC 3550 section 6.4.1.</summary>
public readonly record struct SenderInfo(NtpTime Ntp, RtpTimestamp Rtp, uint PacketCount, uint OctetCount)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Length = 20;

    internal static SenderInfo Read(ReadOnlySpan<byte> bytes) => new(
        new NtpTime(BinaryPrimitives.ReadUInt64BigEndian(bytes)),
        new RtpTimestamp(BinaryPrimitives.ReadUInt32BigEndian(bytes[8..])),
        BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]),
        BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]));

    internal void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, Ntp.Value);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], Rtp.Value);
        BinaryPrimitives.WriteUInt32BigEndian(destination[12..], PacketCount);
        BinaryPrimitives.WriteUInt32BigEndian(destination[16..], OctetCount);
    }
}
