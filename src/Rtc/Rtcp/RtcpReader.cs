// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Vigil.Rtc.Rtcp;

/// <summary>Walks the packets of one RTCP datagram, RFC 3550 section 6.1. Reduced-size ones (RFC 5506) need no report in front.</summary>
public ref struct RtcpReader
{
    private const int HeaderLength = 4;

    private ReadOnlySpan<byte> rest;

    public RtcpReader(ReadOnlySpan<byte> compound)
    {
        rest = compound;
        Malformed = compound.Length < HeaderLength;
    }

    /// <summary>Something in the datagram did not add up. What was read before it stands.</summary>
    public bool Malformed { get; private set; }

    /// <summary>Moves to the next packet; false at the end or at the first malformed one.</summary>
    public bool TryReadNext(out RtcpPacket packet)
    {
        packet = default;
        if (rest.IsEmpty || Malformed) { return false; }
        if (!TryTake(out var header, out var body) || !RtcpPacket.TryParse(header[0] & 0x1F, header[1], body, out packet))
        {
            Malformed = true;
            return false;
        }
        return true;
    }

    private bool TryTake(out ReadOnlySpan<byte> header, out ReadOnlySpan<byte> body)
    {
        header = body = default;
        if (rest.Length < HeaderLength || rest[0] >> 6 != 2) { return false; }
        var length = HeaderLength + 4 * BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
        if (rest.Length < length) { return false; }

        header = rest[..HeaderLength];
        body = rest[HeaderLength..length];
        rest = rest[length..];
        return (header[0] & 0x20) == 0 || TryTakePadding(ref body);
    }

    // Only the last packet may have padding, in whole words (section 6.4.1).
    private readonly bool TryTakePadding(ref ReadOnlySpan<byte> body)
    {
        if (!rest.IsEmpty || body.IsEmpty) { return false; }
        var padding = body[^1];
        if (padding == 0 || padding % 4 != 0 || padding > body.Length) { return false; }
        body = body[..^padding];
        return true;
    }
}
