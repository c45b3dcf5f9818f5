// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;
using System.Text;
using Vigil.Replay.Stage;

namespace Vigil.Replay.Tests.Searching;

/// <summary>What was said on a recorded connection, whatever HTTP and WebSocket put around it.</summary>
public class HttpWireTests
{
    [Fact]
    public void Bodies_are_read_by_length_by_chunks_and_out_of_Brotli()
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest)) { brotli.Write("third"u8); }
        byte[] wire =
        [
            .. "POST /a HTTP/1.1\r\nContent-Length: 5\r\n\r\nfirst"u8,
            .. "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n"u8,
            .. "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nsec\r\n3\r\nond\r\n0\r\n\r\n"u8,
            .. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\ncontent-length: {packed.ToArray().Length}\r\n\r\n"), .. packed.ToArray(),
        ];
        Assert.Equal("first\0\0second\0third\0", Encoding.ASCII.GetString(HttpWire.Contents(wire)));
    }

    [Fact]
    public void Messages_are_read_without_mask_and_frames()
    {
        var longer = new string('x', 300);
        byte[] wire =
        [
            .. "GET /signal/a HTTP/1.1\r\nUpgrade: websocket\r\n\r\n"u8,
            .. Frame("fir", opcode: 0x01), .. Frame("st", opcode: 0x80), .. Frame(longer, opcode: 0x82),
        ];
        Assert.Equal($"first\0{longer}\0", Encoding.ASCII.GetString(HttpWire.Contents(wire)));
        Assert.Equal("plain\0", Encoding.ASCII.GetString(HttpWire.Contents([.. "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"u8, 0x81, 5, .. "plain"u8, 0x81, 100])));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no HTTP at all")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\ncut")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    public void What_is_cut_or_no_HTTP_is_read_as_far_as_it_goes(string wire) => Assert.DoesNotContain("HTTP", Encoding.ASCII.GetString(HttpWire.Contents(Encoding.ASCII.GetBytes(wire))));

    private static byte[] Frame(string text, byte opcode)
    {
        byte[] mask = [1, 2, 3, 4];
        byte[] length = text.Length < 126 ? [(byte)(0x80 | text.Length)] : [0x80 | 126, (byte)(text.Length >> 8), (byte)text.Length];
        return [opcode, .. length, .. mask, .. Encoding.ASCII.GetBytes(text).Select((b, i) => (byte)(b ^ mask[i % 4]))];
    }
}
