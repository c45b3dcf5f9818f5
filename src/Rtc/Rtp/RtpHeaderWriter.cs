// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Vigil.Rtc.Rtp;

/// <summary>Writes an RTP header with extensions into a span: first the fixed part, then elements, then <see cref="TryFinish"/>.</summary>
public ref struct RtpHeaderWriter
{
    private const int BlockHeadLength = 4;

    private readonly Span<byte> destination;
    private readonly bool twoByte;
    private readonly int fixedLength;
    private int written;

    private RtpHeaderWriter(Span<byte> destination, bool twoByte)
    {
        this.destination = destination;
        this.twoByte = twoByte;
        fixedLength = written = RtpPacket.FixedHeaderLength;
    }

    /// <summary>Whether an element can stand in a one-byte block (RFC 8285 section 4.2). One that cannot makes the whole block two-byte.</summary>
    public static bool FitsOneByte(byte id, int length) =>
        id is not 0 and <= HeaderExtensionReader.MaxOneByteId && length is not 0 and <= HeaderExtensionReader.MaxOneByteLength;

    /// <summary>Writes the fixed header: no padding, no CSRC.</summary>
    public static bool TryBegin(Span<byte> destination, bool marker, in OutgoingRtp header, bool twoByte, out RtpHeaderWriter writer)
    {
        writer = default;
        if (destination.Length < RtpPacket.FixedHeaderLength || header.PayloadType > 0x7F) { return false; }
        destination[0] = 0x80;
        destination[1] = (byte)((marker ? 0x80 : 0) | header.PayloadType);
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], header.SequenceNumber);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], header.Timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], header.Ssrc);
        writer = new RtpHeaderWriter(destination, twoByte);
        return true;
    }

    /// <summary>Appends one element; false if it does not fit the form or the span.</summary>
    public bool TryAdd(byte id, scoped ReadOnlySpan<byte> value)
    {
        if (!TryReserve(id, value.Length, out var place)) { return false; }
        value.CopyTo(place);
        return true;
    }

    internal bool TryAdd(byte id, AbsSendTime time)
    {
        if (!TryReserve(id, AbsSendTime.Length, out var place)) { return false; }
        time.Write(place);
        return true;
    }

    internal bool TryAdd(byte id, TransportSequenceNumber number)
    {
        if (!TryReserve(id, TransportSequenceNumber.Length, out var place)) { return false; }
        BinaryPrimitives.WriteUInt16BigEndian(place, number.Value);
        return true;
    }

    /// <summary>Pads the block to whole words and writes its length. Without elements there is no block.</summary>
    public readonly bool TryFinish(out int headerLength)
    {
        headerLength = written;
        if (written == fixedLength) { return true; }

        headerLength = (written + 3) & ~3;
        if (headerLength > destination.Length) { return false; }
        destination[written..headerLength].Clear();
        destination[0] |= 0x10;
        var head = destination[fixedLength..];
        BinaryPrimitives.WriteUInt16BigEndian(head, twoByte ? HeaderExtensionReader.TwoByteProfile : HeaderExtensionReader.OneByteProfile);
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)((headerLength - fixedLength - BlockHeadLength) / 4));
        return true;
    }

    private bool TryReserve(byte id, int length, out Span<byte> place)
    {
        place = default;
        if (id == 0 || length > byte.MaxValue || !(twoByte || FitsOneByte(id, length))) { return false; }

        var at = written == fixedLength ? fixedLength + BlockHeadLength : written;
        var headLength = twoByte ? 2 : 1;
        if (destination.Length < at + headLength + length) { return false; }
        if (twoByte)
        {
            destination[at] = id;
            destination[at + 1] = (byte)length;
        }
        else
        {
            destination[at] = (byte)(id << 4 | (length - 1));
        }
        written = at + headLength + length;
        place = destination[(at + headLength)..written];
        return true;
    }
}
