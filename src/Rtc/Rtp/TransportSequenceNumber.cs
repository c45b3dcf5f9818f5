// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Vigil.Rtc.Rtp;

/// <summary>Counts every packet of a transport, over all SSRCs (transport-wide congestion control, section 2).</summary>
public readonly record struct TransportSequenceNumber(ushort Value)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Length = 2;

    public static bool TryParse(ReadOnlySpan<byte> value, out TransportSequenceNumber result)
    {
        // Version 2 appends a feedback request, which we never ask for.
        var good = value.Length is Length or 4;
        result = good ? new TransportSequenceNumber(BinaryPrimitives.ReadUInt16BigEndian(value)) : default;
        return good;
    }
}
