// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Vigil.Rtc.Tests.Stun;

/// <summary>Builds messages as a peer would, by its own code: slow, plain, and apart from what is tested.</summary>
internal sealed class TestStun(ushort type)
{
    public static readonly byte[] TransactionId = [.. Enumerable.Range(1, 12).Select(i => (byte)i)];

    private readonly List<byte> attributes = [];

    /// <summary>A check as a browser sends it, without its two proofs.</summary>
    public static TestStun Check(string username, bool nominate = false, ushort role = 0x802A)
    {
        var check = new TestStun(0x0001).Add(0x0006, Encoding.UTF8.GetBytes(username)).Add(0xC057, [0, 1, 0, 10]).Add(role, new byte[8]);
        if (nominate) { check.Add(0x0025, []); }
        return check.Add(0x0024, [0x6E, 0x7F, 0x1E, 0xFF]);
    }

    public TestStun Add(ushort attribute, byte[] value)
    {
        attributes.AddRange([(byte)(attribute >> 8), (byte)attribute, (byte)(value.Length >> 8), (byte)value.Length, .. value]);
        attributes.AddRange(new byte[(4 - (value.Length % 4)) % 4]);
        return this;
    }

    /// <summary>Bytes as they are where attributes should stand.</summary>
    public TestStun Raw(ReadOnlySpan<byte> bytes)
    {
        attributes.AddRange(bytes);
        return this;
    }

    [SuppressMessage("Security", "CA5350", Justification = "RFC 8489 section 14.5 says HMAC-SHA1.")]
    public TestStun Sign(string password) => Add(0x0008, HMACSHA1.HashData(Encoding.UTF8.GetBytes(password), Bytes(more: 24)));

    public byte[] Finish()
    {
        var crc = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(crc, Crc32(Bytes(more: 8)) ^ 0x5354554E);
        return Add(0x8028, crc).Bytes(more: 0);
    }

    /// <summary>The message so far; its length field counts <paramref name="more"/> bytes that will follow.</summary>
    public byte[] Bytes(int more)
    {
        var length = attributes.Count + more;
        return [(byte)(type >> 8), (byte)type, (byte)(length >> 8), (byte)length, 0x21, 0x12, 0xA4, 0x42, .. TransactionId, .. attributes];
    }

    private static uint Crc32(byte[] data)
    {
        var crc = 0xFFFF_FFFFu;
        foreach (var b in data)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) { crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1; }
        }
        return ~crc;
    }
}
