// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Vigil.Replay.Stage;

/// <summary>One direction of an HTTP/1.1 connection, read for its contents: bodies without chunks and Brotli, messages of a WebSocket without masks and frames.</summary>
internal static class HttpWire
{
    /// <summary>One after the other, apart from each other. What does not read as HTTP ends it: the bytes themselves are searched, too.</summary>
    public static byte[] Contents(ReadOnlySpan<byte> bytes)
    {
        using var contents = new MemoryStream();
        while (bytes.IndexOf("\r\n\r\n"u8) is var end and >= 0)
        {
            var head = Encoding.Latin1.GetString(bytes[..end]).Split("\r\n");
            bytes = bytes[(end + 4)..];
            if (head[0].StartsWith("HTTP/1.1 101", StringComparison.Ordinal) || Header(head, "Upgrade") == "websocket")
            {
                Frames(bytes, contents);
                break;
            }
            Body(head, ref bytes, contents);
        }
        return contents.ToArray();
    }

    private static void Body(string[] head, ref ReadOnlySpan<byte> bytes, MemoryStream contents)
    {
        using var body = new MemoryStream();
        if (Header(head, "Transfer-Encoding") == "chunked") { Chunks(ref bytes, body); }
        // Not modified: the length is that of a body which did not come.
        else if (Header(head, "Content-Length") is { } length && !head[0].StartsWith("HTTP/1.1 304", StringComparison.Ordinal))
        {
            var whole = Math.Min(int.Parse(length, CultureInfo.InvariantCulture), bytes.Length);
            body.Write(bytes[..whole]);
            bytes = bytes[whole..];
        }
        body.Position = 0;
        if (Header(head, "Content-Encoding") == "br") { Unbrotli(body, contents); } else { body.CopyTo(contents); }
        contents.WriteByte(0);
    }

    private static void Chunks(ref ReadOnlySpan<byte> bytes, MemoryStream body)
    {
        while (bytes.IndexOf("\r\n"u8) is var end and >= 0 && int.TryParse(bytes[..end], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var length))
        {
            var whole = Math.Min(length, bytes.Length - end - 2);
            body.Write(bytes.Slice(end + 2, whole));
            bytes = bytes[Math.Min(end + 2 + whole + 2, bytes.Length)..];
            if (length == 0) { return; }
        }
    }

    private static void Unbrotli(MemoryStream body, MemoryStream contents)
    {
        using var brotli = new BrotliStream(body, CompressionMode.Decompress);
        try { brotli.CopyTo(contents); }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            // It was still on its way.
        }
    }

    /// <summary>RFC 6455, section 5.2. Fragments follow each other without anything between them.</summary>
    private static void Frames(ReadOnlySpan<byte> bytes, MemoryStream contents)
    {
        while (bytes.Length >= 2)
        {
            var (isLast, isMasked, at) = ((bytes[0] & 0x80) != 0, (bytes[1] & 0x80) != 0, 2);
            var length = (ulong)(bytes[1] & 0x7F);
            if (length == 126 && bytes.Length >= 4) { (length, at) = (BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]), 4); }
            else if (length == 127 && bytes.Length >= 10) { (length, at) = (BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]), 10); }
            var mask = at + (isMasked ? 4 : 0);
            if ((ulong)bytes.Length < (ulong)mask + length) { return; }
            var payload = bytes.Slice(mask, (int)length).ToArray();
            if (isMasked)
            {
                for (var i = 0; i < payload.Length; i++) { payload[i] ^= bytes[at + (i % 4)]; }
            }
            contents.Write(payload);
            if (isLast) { contents.WriteByte(0); }
            bytes = bytes[(mask + (int)length)..];
        }
    }

    private static string? Header(string[] head, string name) =>
        head.FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
}
