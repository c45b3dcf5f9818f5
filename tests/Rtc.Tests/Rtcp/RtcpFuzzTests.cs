// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Rtcp;
using Vigil.Tests;
using static Vigil.Rtc.Tests.Rtp.RtpPacketTests;

namespace Vigil.Rtc.Tests.Rtcp;

public class RtcpFuzzTests
{
    [Fact]
    public void Compounds() => Fuzz.Run(
        [
            Bytes(RtcpReaderTests.SenderReport),
            Bytes(RtcpReaderTests.ReceiverReport + RtcpReaderTests.Nack),
            Bytes(RtcpReaderTests.Pli + RtcpReaderTests.Fir),
            Bytes(RtcpReaderTests.Remb),
            Bytes(RtcpReaderTests.Bye),
            Bytes("83ca0007 00000001 010161 07026263 00 00000002 00000000 00000003 0101 7a00"),
            Bytes("8fcd0008 11223344 55667788 ffff0011 ffffff01 ac00 d800 01 02 03 04 fffc 000000000000"),
            Bytes("a1cd0004 11223344 55667788 00070000 00000004"),
        ],
        input =>
        {
            var reader = new RtcpReader(input);
            var packets = 0;
            while (reader.TryReadNext(out var packet))
            {
                packets++;
                Assert.True(Walk(packet) <= 17 * input.Length + ushort.MaxValue);
            }
            Assert.True(packets <= input.Length / 4);
        });

    [Fact]
    public void Counters_take_any_numbers()
    {
        var statistics = new ReceptionStatistics(90_000);
        var nack = new NackGenerator();
        var lost = new ushort[64];
        long now = 0;
        Fuzz.Run([[0, 1, 0, 0, 0, 0], [255, 255, 255, 255, 255, 255], [128, 0, 127, 0, 0, 1]], input =>
        {
            if (input.Length < 6) { return; }
            var number = (ushort)(input[0] << 8 | input[1]);
            now += input[2];
            statistics.OnPacket(number, BitConverter.ToUInt32(input[2..]), now);
            _ = statistics.TakeReport(1, now);
            nack.OnPacket(number, now);
            nack.TryCollect(now, lost, out _);
            Assert.InRange(nack.MissingCount, 0, NackGenerator.MaxMissing);
        });
    }

    // Reads everything of every kind, as the kinds that a packet has not got must be empty, not wrong.
    private static int Walk(RtcpPacket packet)
    {
        var read = 0;
        _ = packet.SenderSsrc + packet.MediaSsrc + packet.RembBitrate;
        _ = packet.SenderInfo;
        foreach (var block in packet.ReportBlocks) { read++; _ = block.RoundTrip(123_456); }
        foreach (var ssrc in packet.Ssrcs) { read++; }
        foreach (var number in packet.LostPackets) { read++; }
        foreach (var request in packet.FullIntraRequests) { read++; }
        foreach (var item in packet.SourceDescriptions) { read += item.Text.Length; }
        foreach (var arrival in packet.TransportFeedback) { read++; }
        return read;
    }
}
