// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Rtc.Rtp;

/// <summary>How loud the packet is, RFC 6464 section 3: 0 is the loudest, 127 silence, in -dBov.</summary>
public readonly record struct AudioLevel(bool Voice, byte Level)
{
    public static bool TryParse(ReadOnlySpan<byte> value, out AudioLevel result)
    {
        var good = value.Length == 1;
        result = good ? new AudioLevel((value[0] & 0x80) != 0, (byte)(value[0] & 0x7F)) : default;
        return good;
    }
}
