// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Rtcp;
using Vigil.Rtc.Rtp;
using static Vigil.Rtc.Tests.Rtp.RtpPacketTests;

namespace Vigil.Rtc.Tests.Rtcp;

public class RtcpReaderTests
{
    // A sender report with one block, and its CNAME: the compound that browsers send.
    internal const string SenderReport =
        "81c8000c 11223344 e5a1b2c3 80000000 0001e240 00000064 0000c350"
        + "55667788 40ffffff 00020003 0000002a b2c38000 00010000"
        + "81ca0004 11223344 0108 6162636465666768 0000";

    internal const string ReceiverReport = "81c90007 11223344 55667788 00000005 0000ffff 00000001 00000000 00000000";
    internal const string Nack = "81cd0004 11223344 55667788 fffe0005 00c88000";
    internal const string Pli = "81ce0002 11223344 55667788";
    internal const string Fir = "84ce0004 11223344 00000000 55667788 07000000";
    internal const string Remb = "8fce0006 11223344 00000000 52454d42 020a6260 55667788 99aabbcc";
    internal const string Bye = "82cb0004 11223344 55667788 03627965 00000000";

    [Fact]
    public void Reads_a_sender_report()
    {
        var packet = First(SenderReport);
        Assert.Equal(RtcpKind.SenderReport, packet.Kind);
        Assert.Equal(0x11223344u, packet.SenderSsrc);
        Assert.Equal(new SenderInfo(new NtpTime(0xe5a1b2c3_80000000), new RtpTimestamp(123456), 100, 50000), packet.SenderInfo);
        var blocks = 0;
        foreach (var block in packet.ReportBlocks)
        {
            blocks++;
            Assert.Equal(new ReportBlock(0x55667788, 0x40, -1, 0x20003, 42, 0xb2c38000, 0x10000), block);
        }
        Assert.Equal(1, blocks);
    }

    [Fact]
    public void Reads_the_source_description_behind_it()
    {
        var reader = new RtcpReader(Bytes(SenderReport));
        Assert.True(reader.TryReadNext(out _));
        Assert.True(reader.TryReadNext(out var packet));
        Assert.Equal(RtcpKind.SourceDescription, packet.Kind);
        var items = 0;
        foreach (var item in packet.SourceDescriptions)
        {
            items++;
            Assert.Equal(0x11223344u, item.Ssrc);
            Assert.True(item.IsCname);
            Assert.Equal("abcdefgh"u8.ToArray(), item.Text.ToArray());
        }
        Assert.Equal(1, items);
        Assert.False(reader.TryReadNext(out _));
        Assert.False(reader.Malformed);
    }

    [Fact]
    public void Source_descriptions_have_many_chunks_and_items()
    {
        // Two chunks: CNAME "a" and NOTE "bc"; nothing but an end; RFC 3550 section 6.5 pads each to words.
        var packet = First("83ca0007 00000001 010161 07026263 00 00000002 00000000 00000003 0101 7a00");
        var seen = new List<string>();
        foreach (var item in packet.SourceDescriptions) { seen.Add($"{item.Ssrc} {item.IsCname} {System.Text.Encoding.ASCII.GetString(item.Text)}"); }
        Assert.Equal(["1 True a", "1 False bc", "3 True z"], seen);
    }

    [Fact]
    public void Reads_a_receiver_report()
    {
        var packet = First(ReceiverReport);
        Assert.Equal(RtcpKind.ReceiverReport, packet.Kind);
        foreach (var block in packet.ReportBlocks) { Assert.Equal(new ReportBlock(0x55667788, 0, 5, 0xffff, 1, 0, 0), block); }
    }

    [Fact]
    public void Reads_a_nack_around_the_wrap()
    {
        var packet = First(Nack);
        Assert.Equal((RtcpKind.Nack, 0x55667788u), (packet.Kind, packet.MediaSsrc));
        var lost = new List<ushort>();
        foreach (var number in packet.LostPackets) { lost.Add(number); }
        Assert.Equal([0xfffe, 0xffff, 1, 200, 216], lost);
    }

    [Fact]
    public void Reads_demands_for_key_frames()
    {
        var pli = First(Pli);
        Assert.Equal((RtcpKind.PictureLossIndication, 0x11223344u, 0x55667788u), (pli.Kind, pli.SenderSsrc, pli.MediaSsrc));
        var fir = First(Fir);
        Assert.Equal((RtcpKind.FullIntraRequest, 0u), (fir.Kind, fir.MediaSsrc));
        foreach (var request in fir.FullIntraRequests) { Assert.Equal(new FullIntraRequest(0x55667788, 7), request); }
    }

    [Fact]
    public void Reads_an_estimate()
    {
        var packet = First(Remb);
        Assert.Equal(RtcpKind.Remb, packet.Kind);
        Assert.Equal(0x26260ul << 2, packet.RembBitrate);
        var ssrcs = new List<uint>();
        foreach (var ssrc in packet.Ssrcs) { ssrcs.Add(ssrc); }
        Assert.Equal([0x55667788u, 0x99aabbccu], ssrcs);
    }

    [Fact]
    public void An_estimate_beyond_64_bits_is_the_most_there_is() =>
        Assert.Equal(ulong.MaxValue, First("8fce0004 11223344 00000000 52454d42 00ffffff").RembBitrate);

    [Fact]
    public void Reads_who_leaves()
    {
        var ssrcs = new List<uint>();
        var packet = First(Bye);
        foreach (var ssrc in packet.Ssrcs) { ssrcs.Add(ssrc); }
        Assert.Equal([0x11223344u, 0x55667788u], ssrcs);
    }

    [Theory]
    [InlineData("80cc0002 11223344 4e414d45")] // APP
    [InlineData("80cf0001 11223344")] // XR
    [InlineData("80ff0000")]
    [InlineData("82cd0002 11223344 55667788")] // an unknown feedback format
    [InlineData("8fce0004 11223344 00000000 4142434d 00000000")] // application feedback that is no REMB
    public void Unknown_packets_are_skipped_by_length(string unknown)
    {
        var reader = new RtcpReader(Bytes(unknown + Pli));
        Assert.True(reader.TryReadNext(out var first));
        Assert.Equal(RtcpKind.Unknown, first.Kind);
        Assert.True(reader.TryReadNext(out var second));
        Assert.Equal(RtcpKind.PictureLossIndication, second.Kind);
        Assert.False(reader.TryReadNext(out _));
        Assert.False(reader.Malformed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("80c900")]
    [InlineData("40c90001 11223344")] // version 1
    [InlineData("80c90002 11223344")] // longer than the datagram
    [InlineData("81c90001 11223344")] // a block is promised
    [InlineData("80c80001 11223344")] // no sender info
    [InlineData("81cd0002 11223344 55667788")] // NACK of nothing
    [InlineData("81ce0001 11223344")] // PLI without a stream
    [InlineData("84ce0003 11223344 00000000 55667788")] // half a FIR
    [InlineData("8fce0004 11223344 00000000 52454d42 01000000")] // REMB without its SSRC
    [InlineData("82cb0001 11223344")]
    [InlineData("a0c90001 11223344 80c90001 11223344")] // padding before the end
    [InlineData("a0c90002 11223344 00000003")] // padding not in words
    [InlineData("a0c90002 11223344 00000000")]
    [InlineData("a0c90002 11223344 00000010")] // more padding than packet
    [InlineData("8fcd0003 11223344 55667788 00010001")] // feedback head cut off
    public void Refuses_what_does_not_add_up(string hex)
    {
        var reader = new RtcpReader(Bytes(hex));
        Assert.False(reader.TryReadNext(out var packet));
        Assert.Equal(RtcpKind.Unknown, packet.Kind);
        Assert.True(reader.Malformed);
    }

    [Fact]
    public void What_came_before_the_damage_stands()
    {
        var reader = new RtcpReader(Bytes(Pli + "81c90001 11223344"));
        Assert.True(reader.TryReadNext(out _));
        Assert.False(reader.Malformed);
        Assert.False(reader.TryReadNext(out _));
        Assert.True(reader.Malformed);
        Assert.False(reader.TryReadNext(out _));
    }

    [Fact]
    public void The_last_packet_may_have_padding()
    {
        var reader = new RtcpReader(Bytes("a1cd0004 11223344 55667788 00070000 00000004"));
        Assert.True(reader.TryReadNext(out var packet));
        var lost = new List<ushort>();
        foreach (var number in packet.LostPackets) { lost.Add(number); }
        Assert.Equal([7], lost);
    }

    private static RtcpPacket First(string hex)
    {
        var reader = new RtcpReader(Bytes(hex));
        Assert.True(reader.TryReadNext(out var packet));
        return packet;
    }
}
