// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Vigil.Sfu.Tests.Harness;

/// <summary>Writes a browser's ICE check by hand (RFC 8489 section 5, RFC 8445 section 7.2), so that the code under test does not test itself.</summary>
internal static class StunClient
{
    public static byte[] BindingRequest(string localUfrag, string password, bool nominate = true)
    {
        var message = new List<byte>();
        Append(message, 0x0006, Encoding.ASCII.GetBytes(localUfrag + ":peer"));
        Append(message, 0x0024, [0x6E, 0, 1, 0xFF]); // PRIORITY
        Append(message, 0x802A, RandomNumberGenerator.GetBytes(8)); // ICE-CONTROLLING
        if (nominate) { Append(message, 0x0025, []); }

        var header = new byte[20];
        header[1] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), 0x2112A442);
        RandomNumberGenerator.Fill(header.AsSpan(8));

        SetLength(header, message.Count + 24);
        Append(message, 0x0008, HMACSHA1.HashData(Encoding.ASCII.GetBytes(password), header.Concat(message).ToArray()));
        SetLength(header, message.Count + 8);
        var fingerprint = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(fingerprint, Crc32([.. header, .. message]) ^ 0x5354554E);
        Append(message, 0x8028, fingerprint);
        return [.. header, .. message];
    }

    public static bool IsSuccess(ReadOnlySpan<byte> datagram) => datagram.Length >= 20 && datagram[0] == 1 && datagram[1] == 1;

    private static void SetLength(byte[] header, int length) => BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)length);

    private static void Append(List<byte> message, ushort type, byte[] value)
    {
        message.AddRange([(byte)(type >> 8), (byte)type, (byte)(value.Length >> 8), (byte)value.Length]);
        message.AddRange(value);
        while (message.Count % 4 != 0) { message.Add(0); }
    }

    private static uint Crc32(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) { crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1; }
        }
        return ~crc;
    }
}
