// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Vigil.Rtc.Rtcp;

/// <summary>One packet in transport-wide feedback.</summary>
/// <param name="SequenceNumber">The transport's, not the stream's.</param>
/// <param name="Received">False if it did not arrive.</param>
/// <param name="ArrivalQuarters">Arrival in 1/4 ms of the receiver's clock; only if it was received.</param>
public readonly record struct PacketArrival(ushort SequenceNumber, bool Received, long ArrivalQuarters);

/// <summary>
/// Transport-wide congestion control feedback, draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1, for
/// <c>foreach</c>: status chunks first, then the time deltas of the packets that arrived. Damage ends the walk.
/// </summary>
public ref struct TransportFeedback
{
    internal const int HeadLength = 8;
    private const int QuartersPerReferenceTick = 256; // 64 ms

    private ReadOnlySpan<byte> chunks;
    private ReadOnlySpan<byte> deltas;
    private ushort nextSequenceNumber;
    private int left;
    private ushort chunk;
    private int chunkUsed;
    private int chunkHolds;
    private long arrival;

    internal TransportFeedback(ReadOnlySpan<byte> feedback)
    {
        nextSequenceNumber = BaseSequenceNumber = BinaryPrimitives.ReadUInt16BigEndian(feedback);
        left = PacketCount = BinaryPrimitives.ReadUInt16BigEndian(feedback[2..]);
        var referenceTime = BinaryPrimitives.ReadInt32BigEndian(feedback[4..]) >> 8; // 24 bits with sign
        FeedbackNumber = feedback[7];
        arrival = (long)referenceTime * QuartersPerReferenceTick;

        var length = ChunksLength(feedback[HeadLength..], left);
        chunks = feedback.Slice(HeadLength, length);
        deltas = feedback[(HeadLength + length)..];
    }

    public ushort BaseSequenceNumber { get; }

    public int PacketCount { get; }

    /// <summary>Counts feedback packets, to notice lost ones.</summary>
    public byte FeedbackNumber { get; }

    public PacketArrival Current { get; private set; }

    public readonly TransportFeedback GetEnumerator() => this;

    public bool MoveNext()
    {
        if (left == 0 || (chunkUsed == chunkHolds && !TryEnterChunk())) { return false; }
        var status = Status(chunk, chunkUsed++);
        left--;
        var sequenceNumber = nextSequenceNumber++;
        if (status == 0)
        {
            Current = new PacketArrival(sequenceNumber, false, 0);
            return true;
        }
        if (!TryReadDelta(status, out var delta))
        {
            left = 0;
            return false;
        }
        arrival += delta;
        Current = new PacketArrival(sequenceNumber, true, arrival);
        return true;
    }

    // Where the deltas begin is known only when all packets have their status.
    private static int ChunksLength(ReadOnlySpan<byte> bytes, int packets)
    {
        var at = 0;
        while (packets > 0 && bytes.Length >= at + 2)
        {
            packets -= Holds(BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]));
            at += 2;
        }
        return at;
    }

    private bool TryEnterChunk()
    {
        while (BinaryPrimitives.TryReadUInt16BigEndian(chunks, out chunk))
        {
            chunks = chunks[2..];
            chunkUsed = 0;
            chunkHolds = Holds(chunk);
            if (chunkHolds > 0) { return true; } // a run of none is legal, and useless
        }
        left = 0;
        return false;
    }

    // Section 3.1.3: a run of one status; section 3.1.4: a vector of 14 one-bit or 7 two-bit ones.
    private static int Holds(ushort chunk) => (chunk & 0x8000) == 0 ? chunk & 0x1FFF : (chunk & 0x4000) == 0 ? 14 : 7;

    private static int Status(ushort chunk, int index) =>
        (chunk & 0x8000) == 0 ? (chunk >> 13) & 3
        : (chunk & 0x4000) == 0 ? (chunk >> (13 - index)) & 1
        : (chunk >> (12 - 2 * index)) & 3;

    // Section 3.1.5: small deltas take one byte, large or negative ones two; the fourth status is reserved.
    private bool TryReadDelta(int status, out int delta)
    {
        delta = 0;
        if (status == 1 && deltas.Length >= 1)
        {
            delta = deltas[0];
            deltas = deltas[1..];
            return true;
        }
        if (status == 2 && deltas.Length >= 2)
        {
            delta = BinaryPrimitives.ReadInt16BigEndian(deltas);
            deltas = deltas[2..];
            return true;
        }
        return false;
    }
}
