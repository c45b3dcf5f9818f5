// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Vigil.Rtc.Rtcp;

/// <summary>How one stream arrives, RFC 3550 section 6.4.1.</summary>
/// <param name="Ssrc">The stream.</param>
/// <param name="FractionLost">Of the last interval, in 1/256.</param>
/// <param name="CumulativeLost">24 bits with sign: duplicates make it negative.</param>
/// <param name="HighestSequenceNumber">With the count of wraps in the upper half.</param>
/// <param name="Jitter">In ticks of the stream's clock.</param>
/// <param name="LastSenderReport"><see cref="NtpTime.Middle"/> of the last sender report; 0 before the first.</param>
/// <param name="DelaySinceLastSenderReport">In 1/65536 s.</param>
public readonly record struct ReportBlock(
    uint Ssrc,
    byte FractionLost,
    int CumulativeLost,
    uint HighestSequenceNumber,
    uint Jitter,
    uint LastSenderReport,
    uint DelaySinceLastSenderReport)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Length = 24;

    private const int MostLost = 0x7FFFFF;

    /// <summary>Round-trip time in milliseconds at the sender of the stream (section 6.4.1); null before its first report was seen, or if the numbers cannot be.</summary>
    public long? RoundTrip(long now)
    {
        if (LastSenderReport == 0) { return null; }
        var units = (int)(NtpTime.FromMilliseconds(now).Middle - LastSenderReport - DelaySinceLastSenderReport);
        return units < 0 ? null : (long)units * 1000 / 65536;
    }

    internal static ReportBlock Read(ReadOnlySpan<byte> bytes)
    {
        var lost = BinaryPrimitives.ReadInt32BigEndian(bytes[4..]);
        return new ReportBlock(
            BinaryPrimitives.ReadUInt32BigEndian(bytes),
            (byte)(lost >> 24),
            lost << 8 >> 8, // keeps the sign of the lower 24 bits
            BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[20..]));
    }

    internal void Write(Span<byte> destination)
    {
        var lost = Math.Clamp(CumulativeLost, -MostLost - 1, MostLost) & 0xFFFFFF;
        BinaryPrimitives.WriteUInt32BigEndian(destination, Ssrc);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], (uint)FractionLost << 24 | (uint)lost);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], HighestSequenceNumber);
        BinaryPrimitives.WriteUInt32BigEndian(destination[12..], Jitter);
        BinaryPrimitives.WriteUInt32BigEndian(destination[16..], LastSenderReport);
        BinaryPrimitives.WriteUInt32BigEndian(destination[20..], DelaySinceLastSenderReport);
    }
}

/// <summary>Report blocks in an RTCP packet, for <c>foreach</c>.</summary>
public ref struct ReportBlockList
{
    private ReadOnlySpan<byte> rest;

    internal ReportBlockList(ReadOnlySpan<byte> blocks) => rest = blocks;

    public ReportBlock Current { get; private set; }

    public readonly ReportBlockList GetEnumerator() => this;

    public bool MoveNext()
    {
        if (rest.Length < ReportBlock.Length) { return false; }
        Current = ReportBlock.Read(rest);
        rest = rest[ReportBlock.Length..];
        return true;
    }
}
