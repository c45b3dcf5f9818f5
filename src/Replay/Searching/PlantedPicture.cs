// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Vigil.Replay.Searching;

/// <summary>A small picture of noise, as a PNG file that does not compress it: every row can be looked for.</summary>
internal sealed class PlantedPicture
{
    private const int Side = 24;
    private const int RowLength = 1 + (3 * Side);

    private readonly byte[] pixels = RandomNumberGenerator.GetBytes(Side * RowLength);

    public byte[] File
    {
        get
        {
            for (var row = 0; row < Side; row++) { pixels[row * RowLength] = 0; }
            using var data = new MemoryStream();
            using (var zlib = new ZLibStream(data, CompressionLevel.NoCompression, leaveOpen: true)) { zlib.Write(pixels); }
            byte[] head = [0, 0, 0, Side, 0, 0, 0, Side, 8, 2, 0, 0, 0];
            return [0x89, .. "PNG\r\n"u8, 0x1a, 0x0a, .. Chunk("IHDR"u8, head), .. Chunk("IDAT"u8, data.ToArray()), .. Chunk("IEND"u8, [])];
        }
    }

    /// <summary>A piece out of the middle of each row.</summary>
    public void PlantIn(PlantedWords words, string name)
    {
        for (var row = 0; row < Side; row++) { words.Add(name, pixels.AsSpan((row * RowLength) + 8, 24).ToArray()); }
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] data)
    {
        byte[] content = [.. type, .. data];
        Span<byte> length = stackalloc byte[4], check = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(check, Crc32(content));
        return [.. length, .. content, .. check];
    }

    /// <summary>ISO 3309, as PNG has it.</summary>
    private static uint Crc32(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) { crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320); }
        }
        return ~crc;
    }
}
