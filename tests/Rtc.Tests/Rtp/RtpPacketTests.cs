// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Rtp;

namespace Vigil.Rtc.Tests.Rtp;

public class RtpPacketTests
{
    // Opus, as a browser sends it: abs-send-time (2), mid "0" (4), audio level (1), padded to two words.
    internal const string Audio = "906f1a2b 00003c00 deadbeef bede0003 22a1b2c3 4030 10d3 00000000 7811223344";

    // First packet of a VP8 key frame: mid "1" (4); picture id 1, TL0PICIDX 1, temporal layer 0.
    internal const string Video = "90600001 0001e240 11223344 bede0001 4031 0000 90e08001 0100 1002009d 012a8002 e001";

    [Fact]
    public void Reads_the_fixed_header()
    {
        Assert.True(RtpPacket.TryParse(Bytes(Audio), out var packet));
        Assert.False(packet.Marker);
        Assert.Equal(111, packet.PayloadType);
        Assert.Equal(0x1a2b, packet.SequenceNumber);
        Assert.Equal(0x3c00u, packet.Timestamp);
        Assert.Equal(0xdeadbeefu, packet.Ssrc);
        Assert.Equal(28, packet.HeaderLength);
        Assert.Equal(0, packet.PaddingLength);
        Assert.Equal(Bytes("7811223344"), packet.Payload.ToArray());
    }

    [Fact]
    public void Finds_one_byte_extensions_by_id()
    {
        Assert.True(RtpPacket.TryParse(Bytes(Audio), out var packet));
        Assert.True(packet.HasExtensions);
        Assert.True(packet.TryGetExtension(2, out var time));
        Assert.Equal(Bytes("a1b2c3"), time.ToArray());
        Assert.True(packet.TryGetExtension(4, out var mid));
        Assert.Equal("0"u8.ToArray(), mid.ToArray());
        Assert.True(packet.TryGetExtension(1, out var level));
        Assert.Equal(Bytes("d3"), level.ToArray());
        Assert.False(packet.TryGetExtension(3, out _));
        Assert.False(packet.TryGetExtension(0, out _));
    }

    [Fact]
    public void Finds_two_byte_extensions_of_any_length()
    {
        // RFC 8285 section 4.3: lengths 0, 2 and 17; appbits set.
        var value = string.Concat(Enumerable.Repeat("ab", 17));
        Assert.True(RtpPacket.TryParse(Bytes($"90600001 00000000 00000001 1005 0007 0500 00 c802beef 0f11{value} 0000 77"), out var packet));
        Assert.True(packet.TryGetExtension(5, out var empty));
        Assert.True(empty.IsEmpty);
        Assert.True(packet.TryGetExtension(200, out var two));
        Assert.Equal(Bytes("beef"), two.ToArray());
        Assert.True(packet.TryGetExtension(15, out var seventeen));
        Assert.Equal(17, seventeen.Length);
    }

    [Fact]
    public void Skips_csrcs_and_padding()
    {
        Assert.True(RtpPacket.TryParse(Bytes("a2e00001 00000002 00000003 aaaaaaaa bbbbbbbb 010203 00000004"), out var packet));
        Assert.True(packet.Marker);
        Assert.Equal(20, packet.HeaderLength);
        Assert.Equal(4, packet.PaddingLength);
        Assert.Equal(Bytes("010203"), packet.Payload.ToArray());
    }

    [Fact]
    public void A_probe_of_padding_only_has_no_payload()
    {
        Assert.True(RtpPacket.TryParse(Bytes("a0600001 00000002 00000003 00000004"), out var packet));
        Assert.True(packet.Payload.IsEmpty);
    }

    [Fact]
    public void An_unknown_extension_block_is_skipped_as_a_whole()
    {
        Assert.True(RtpPacket.TryParse(Bytes("90600001 00000002 00000003 abac0001 10ff0000 55"), out var packet));
        Assert.False(packet.HasExtensions);
        Assert.False(packet.TryGetExtension(1, out _));
        Assert.Equal(Bytes("55"), packet.Payload.ToArray());
    }

    [Theory]
    [InlineData("10aa f0bb 20cc 0000", 1, true)] // before the reserved id 15
    [InlineData("10aa f0bb 20cc 0000", 2, false)] // behind it: section 4.2 ends there
    [InlineData("10aa 0000 20cc 0000", 2, true)] // padding between elements
    [InlineData("10aa 2f01 0203 0405", 2, false)] // longer than the block
    [InlineData("10aa 0500 0000 20cc", 2, false)] // id 0 with a length
    public void Damage_in_the_block_hides_only_what_follows(string block, byte id, bool found)
    {
        Assert.True(RtpPacket.TryParse(Bytes($"90600001 00000002 00000003 bede0002 {block} 55"), out var packet));
        Assert.Equal(found, packet.TryGetExtension(id, out _));
        Assert.Equal(Bytes("55"), packet.Payload.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("80600001 00000002 000000")] // one byte short
    [InlineData("40600001 00000002 00000003")] // version 1
    [InlineData("c0600001 00000002 00000003")] // version 3
    [InlineData("81600001 00000002 00000003 aaaaaa")] // CSRC cut off
    [InlineData("90600001 00000002 00000003 bede")] // extension head cut off
    [InlineData("90600001 00000002 00000003 bede0002 10aa0000")] // extension block cut off
    [InlineData("90600001 00000002 00000003 bedeffff 10aa0000")]
    [InlineData("a0600001 00000002 00000003 00")] // padding of 0
    [InlineData("a0600001 00000002 00000003 010203 05")] // padding longer than the payload
    [InlineData("a0600001 00000002 00000003")] // padding bit, nothing there
    public void Refuses_what_does_not_add_up(string hex) => Assert.False(RtpPacket.TryParse(Bytes(hex), out _));

    [Fact]
    public void Every_cut_of_a_header_is_refused()
    {
        var whole = Bytes(Audio);
        for (var length = 0; length < 28; length++) { Assert.False(RtpPacket.TryParse(whole.AsSpan(0, length), out _)); }
        Assert.True(RtpPacket.TryParse(whole.AsSpan(0, 28), out var headerOnly));
        Assert.True(headerOnly.Payload.IsEmpty);
    }

    internal static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
