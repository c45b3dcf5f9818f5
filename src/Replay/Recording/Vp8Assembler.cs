// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Vigil.Replay.Recording;

/// <summary>Puts VP8 frames together from RTP packets as a receiver would (RFC 7741), for one SSRC.</summary>
internal sealed class Vp8Assembler
{
    private readonly List<byte> frame = [];
    private int? lastSequence;
    private bool whole;

    public List<byte[]> Frames { get; } = [];

    public void Add(ReadOnlySpan<byte> rtp)
    {
        var header = 12 + ((rtp[0] & 0x0F) * 4);
        if ((rtp[0] & 0x10) != 0) { header += 4 + (BinaryPrimitives.ReadUInt16BigEndian(rtp[(header + 2)..]) * 4); }
        var sequence = BinaryPrimitives.ReadUInt16BigEndian(rtp[2..]);
        var payload = rtp[header..];
        if ((rtp[0] & 0x20) != 0) { payload = payload[..^payload[^1]]; }

        var descriptor = DescriptorLength(payload);
        var startsFrame = (payload[0] & 0x17) == 0x10;
        if (startsFrame) { frame.Clear(); whole = true; }
        else if (lastSequence is { } last && (ushort)(last + 1) != sequence) { whole = false; }
        lastSequence = sequence;
        frame.AddRange(payload[descriptor..]);
        var marker = (rtp[1] & 0x80) != 0;
        if (marker && whole) { Frames.Add([.. frame]); whole = false; }
    }

    /// <summary>RFC 7741 section 4.2: one to six bytes, told by the X, I, L, T, K and M bits.</summary>
    private static int DescriptorLength(ReadOnlySpan<byte> payload)
    {
        if ((payload[0] & 0x80) == 0) { return 1; }
        var extension = payload[1];
        var length = 2;
        if ((extension & 0x80) != 0) { length += (payload[length] & 0x80) != 0 ? 2 : 1; }
        if ((extension & 0x40) != 0) { length++; }
        if ((extension & 0x30) != 0) { length++; }
        return length;
    }
}
