// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Rtc.Stun;

/// <summary>FINGERPRINT: CRC-32 of ITU V.42, XOR "STUN" (RFC 8489 section 14.7).</summary>
internal static class StunFingerprint
{
    private const uint Mask = 0x5354_554E;
    private const uint ReversedPolynomial = 0xEDB8_8320;

    private static readonly uint[] Table = CreateTable();

    /// <summary>Over everything before the attribute; the header's length field already counts it.</summary>
    public static uint Compute(ReadOnlySpan<byte> before)
    {
        var crc = uint.MaxValue;
        foreach (var b in before) { crc = (crc >> 8) ^ Table[(byte)(crc ^ b)]; }
        return ~crc ^ Mask;
    }

    private static uint[] CreateTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++) { crc = (crc >> 1) ^ ((crc & 1) * ReversedPolynomial); }
            table[i] = crc;
        }
        return table;
    }
}
