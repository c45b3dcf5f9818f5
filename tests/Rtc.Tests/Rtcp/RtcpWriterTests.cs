// SPDX-License-Identifier: Apache-2.0
using FsCheck.Fluent;
using Vigil.Rtc.Rtcp;
using Vigil.Rtc.Rtp;
using Vigil.Tests;
using static Vigil.Rtc.Tests.Rtp.RtpPacketTests;

namespace Vigil.Rtc.Tests.Rtcp;

public class RtcpWriterTests
{
    [Fact]
    public void Writes_what_the_reader_tests_read()
    {
        Assert.Equal(Bytes(RtcpReaderTests.SenderReport), Write(static (ref RtcpWriter w) =>
            w.TryWriteSenderReport(0x11223344, new SenderInfo(new NtpTime(0xe5a1b2c3_80000000), new RtpTimestamp(123456), 100, 50000),
                [new ReportBlock(0x55667788, 0x40, -1, 0x20003, 42, 0xb2c38000, 0x10000)])
            && w.TryWriteSourceDescription(0x11223344, "abcdefgh"u8)));
        Assert.Equal(Bytes(RtcpReaderTests.ReceiverReport), Write(static (ref RtcpWriter w) =>
            w.TryWriteReceiverReport(0x11223344, [new ReportBlock(0x55667788, 0, 5, 0xffff, 1, 0, 0)])));
        Assert.Equal(Bytes(RtcpReaderTests.Nack), Write(static (ref RtcpWriter w) =>
            w.TryWriteNack(0x11223344, 0x55667788, [0xfffe, 0xffff, 1, 200, 216])));
        Assert.Equal(Bytes(RtcpReaderTests.Pli), Write(static (ref RtcpWriter w) => w.TryWritePictureLossIndication(0x11223344, 0x55667788)));
        Assert.Equal(Bytes(RtcpReaderTests.Fir), Write(static (ref RtcpWriter w) =>
            w.TryWriteFullIntraRequest(0x11223344, new FullIntraRequest(0x55667788, 7))));
        Assert.Equal(Bytes("82cb0002 11223344 55667788"), Write(static (ref RtcpWriter w) => w.TryWriteBye([0x11223344, 0x55667788])));
    }

    [Theory]
    [InlineData("a", "81ca0002 00000009 010161 00")]
    [InlineData("ab", "81ca0003 00000009 01026162 00000000")]
    [InlineData("", "81ca0002 00000009 0100 0000")]
    public void A_source_description_ends_with_zeros_up_to_a_word(string cname, string hex) =>
        Assert.Equal(Bytes(hex), Write((ref RtcpWriter w) => w.TryWriteSourceDescription(9, System.Text.Encoding.ASCII.GetBytes(cname))));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(262_143, 262_143)]
    [InlineData(2_500_000, 2_500_000)]
    [InlineData(2_500_001, 2_500_000)] // 18 bits of mantissa
    [InlineData(ulong.MaxValue, 0xFFFFC000_00000000)]
    public void An_estimate_comes_back_rounded_down(ulong bitrate, ulong expected)
    {
        var bytes = Write((ref RtcpWriter w) => w.TryWriteRemb(1, [2, 3], bitrate));
        var reader = new RtcpReader(bytes);
        Assert.True(reader.TryReadNext(out var packet));
        Assert.Equal(RtcpKind.Remb, packet.Kind);
        Assert.Equal(expected, packet.RembBitrate);
    }

    [Fact]
    public void A_nack_holds_exactly_what_is_asked_for() => Property.Holds(
        Property.UInt16s.Zip(Gen.Choose(1, 60).NonEmptyListOf()),
        input =>
        {
            var number = input.Item1;
            var lost = input.Item2.Select(step => number += (ushort)step).Distinct().ToArray();
            var reader = new RtcpReader(Write((ref RtcpWriter w) => w.TryWriteNack(1, 2, lost)));
            Assert.True(reader.TryReadNext(out var packet));
            var read = new List<ushort>();
            foreach (var one in packet.LostPackets) { read.Add(one); }
            Assert.Equal(lost, read);
        });

    [Fact]
    public void Order_costs_room_but_loses_nothing() => Property.Holds(
        Property.UInt16s.NonEmptyListOf(),
        numbers =>
        {
            var lost = numbers.ToArray();
            var reader = new RtcpReader(Write((ref RtcpWriter w) => w.TryWriteNack(1, 2, lost)));
            Assert.True(reader.TryReadNext(out var packet));
            var read = new HashSet<ushort>();
            foreach (var one in packet.LostPackets) { read.Add(one); }
            Assert.True(read.SetEquals(lost));
        });

    [Fact]
    public void Report_blocks_come_back() => Property.Holds(
        Property.UInt32s.ArrayOf(6).Zip(Gen.Choose(-0x800000, 0x7FFFFF)),
        input =>
        {
            var n = input.Item1;
            var block = new ReportBlock(n[0], (byte)n[1], input.Item2, n[2], n[3], n[4], n[5]);
            var reader = new RtcpReader(Write((ref RtcpWriter w) => w.TryWriteReceiverReport(1, [block, block])));
            Assert.True(reader.TryReadNext(out var packet));
            var blocks = 0;
            foreach (var read in packet.ReportBlocks)
            {
                blocks++;
                Assert.Equal(block, read);
            }
            Assert.Equal(2, blocks);
        });

    [Fact]
    public void Loss_beyond_24_bits_stays_at_the_end_of_the_scale()
    {
        var reader = new RtcpReader(Write(static (ref RtcpWriter w) =>
            w.TryWriteReceiverReport(1, [new ReportBlock(2, 0, int.MaxValue, 0, 0, 0, 0), new ReportBlock(2, 0, int.MinValue, 0, 0, 0, 0)])));
        Assert.True(reader.TryReadNext(out var packet));
        var blocks = packet.ReportBlocks;
        Assert.True(blocks.MoveNext());
        Assert.Equal(0x7FFFFF, blocks.Current.CumulativeLost);
        Assert.True(blocks.MoveNext());
        Assert.Equal(-0x800000, blocks.Current.CumulativeLost);
    }

    [Fact]
    public void What_does_not_fit_is_not_written_at_all()
    {
        var writer = new RtcpWriter(new byte[12 + 11]);
        Assert.True(writer.TryWritePictureLossIndication(1, 2));
        Assert.False(writer.TryWritePictureLossIndication(1, 2));
        Assert.False(writer.TryWriteNack(1, 2, [3]));
        Assert.False(writer.TryWriteRemb(1, [2], 3));
        Assert.Equal(12, writer.Length);
        Assert.True(writer.TryWriteReceiverReport(1, []));
        Assert.Equal(20, writer.Length);
    }

    [Fact]
    public void Counts_beyond_their_field_are_refused()
    {
        var writer = new RtcpWriter(new byte[8192]);
        Assert.False(writer.TryWriteReceiverReport(1, new ReportBlock[32]));
        Assert.False(writer.TryWriteBye(new uint[32]));
        Assert.False(writer.TryWriteRemb(1, new uint[256], 1));
        Assert.False(writer.TryWriteSourceDescription(1, new byte[256]));
        Assert.False(writer.TryWriteNack(1, 2, []));
        Assert.Equal(0, writer.Length);
    }

    [Fact]
    public void Nothing_is_allocated_for_feedback()
    {
        var buffer = new byte[200];
        ushort[] lost = [1, 2, 3, 100];
        uint[] ssrcs = [5];
        Assert.Equal(0, Allocations.Of(() =>
        {
            var writer = new RtcpWriter(buffer);
            Assert.True(writer.TryWriteReceiverReport(1, []) && writer.TryWriteNack(1, 2, lost) && writer.TryWriteRemb(1, ssrcs, 9));
            var reader = new RtcpReader(buffer.AsSpan(0, writer.Length));
            var sum = 0;
            while (reader.TryReadNext(out var packet))
            {
                foreach (var number in packet.LostPackets) { sum += number; }
            }
            Assert.True(sum == 106);
        }));
    }

    private delegate bool Writing(ref RtcpWriter writer);

    private static byte[] Write(Writing writing)
    {
        var buffer = new byte[8192];
        var writer = new RtcpWriter(buffer);
        Assert.True(writing(ref writer));
        return buffer[..writer.Length];
    }
}
