// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Rtc.Srtp;

/// <summary>The 48-bit index of an RTP packet: rollover counter, then sequence number (RFC 3711 section 3.3.1).</summary>
internal static class PacketIndex
{
    public const long Highest = (1L << 48) - 1;

    private const int HalfRange = 1 << 15;

    /// <summary>The index nearest to the highest one known. Negative where it would lie before the stream's beginning.</summary>
    public static long Estimate(long highest, ushort sequenceNumber)
    {
        // A source begins with rollover counter 0; that is why senders start below 2^15.
        if (highest < 0) { return sequenceNumber; }
        var known = (ushort)highest;
        var distance = (short)(sequenceNumber - known);
        // Exactly half way is a tie, which the RFC's algorithm gives to the same rollover counter.
        return distance == -HalfRange && sequenceNumber > known ? highest + HalfRange : highest + distance;
    }

    public static uint RolloverCounter(long index) => (uint)(index >> 16);
}
