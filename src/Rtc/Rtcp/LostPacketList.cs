// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Vigil.Rtc.Rtcp;

/// <summary>The sequence numbers in a generic NACK, for <c>foreach</c>: each PID, then the bits of its BLP (RFC 4585 section 6.2.1).</summary>
public ref struct LostPacketList
{
    private ReadOnlySpan<byte> rest;
    private ushort packetId;
    private ushort following;

    internal LostPacketList(ReadOnlySpan<byte> feedback) => rest = feedback;

    public ushort Current { get; private set; }

    public readonly LostPacketList GetEnumerator() => this;

    public bool MoveNext()
    {
        if (following != 0)
        {
            var bit = System.Numerics.BitOperations.TrailingZeroCount(following);
            following &= (ushort)(following - 1);
            Current = (ushort)(packetId + bit + 1);
            return true;
        }
        if (rest.Length < 4) { return false; }
        Current = packetId = BinaryPrimitives.ReadUInt16BigEndian(rest);
        following = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
        rest = rest[4..];
        return true;
    }
}
