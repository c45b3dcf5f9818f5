// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Rtc.Rtp;

/// <summary>When a packet was sent: 24 bits of seconds in 6.18 fixed point, wrapping every 64 s.</summary>
public readonly record struct AbsSendTime(uint Value)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Length = 3;

    /// <summary>Any origin will do: receivers use differences only.</summary>
    public static AbsSendTime FromMilliseconds(long now) => new((uint)(((UInt128)(ulong)now << 18) / 1000) & 0xFFFFFF);

    public static bool TryParse(ReadOnlySpan<byte> value, out AbsSendTime result)
    {
        var good = value.Length == Length;
        result = good ? new AbsSendTime((uint)(value[0] << 16 | value[1] << 8 | value[2])) : default;
        return good;
    }

    internal void Write(Span<byte> destination)
    {
        destination[0] = (byte)(Value >> 16);
        destination[1] = (byte)(Value >> 8);
        destination[2] = (byte)Value;
    }
}
