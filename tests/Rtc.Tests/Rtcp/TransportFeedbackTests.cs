// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Rtcp;
using static Vigil.Rtc.Tests.Rtp.RtpPacketTests;

namespace Vigil.Rtc.Tests.Rtcp;

public class TransportFeedbackTests
{
    private const string Head = "11223344 55667788";

    [Fact]
    public void Reads_a_run_of_received_packets()
    {
        // Base 10, three packets, reference time 2 (128 ms), small deltas of 1, 0 and 1/2 ms.
        var read = Read($"8fcd0006 {Head} 000a0003 00000205 2003 04 00 02 000000", out var feedback);
        Assert.Equal((10, 3, 5), (feedback.BaseSequenceNumber, feedback.PacketCount, feedback.FeedbackNumber));
        Assert.Equal([new(10, true, 516), new(11, true, 516), new(12, true, 518)], read);
    }

    [Fact]
    public void Reads_vectors_of_one_and_two_bits_and_negative_deltas()
    {
        // One-bit vector 10110000000000 for 14, then two-bit vector: small, large, lost.
        var read = Read($"8fcd0008 {Head} ffff0011 ffffff01 ac00 d800 01 02 03 04 fffc 000000000000", out _);
        Assert.Equal(17, read.Count);
        Assert.Equal(new PacketArrival(0xffff, true, -256 + 1), read[0]);
        Assert.Equal(new PacketArrival(0, false, 0), read[1]);
        Assert.Equal(new PacketArrival(1, true, -256 + 3), read[2]);
        Assert.Equal(new PacketArrival(2, true, -256 + 6), read[3]);
        Assert.All(read.Skip(4).Take(10), one => Assert.False(one.Received));
        Assert.Equal(new PacketArrival(13, true, -256 + 10), read[14]);
        Assert.Equal(new PacketArrival(14, true, -256 + 6), read[15]);
        Assert.Equal(new PacketArrival(15, false, 0), read[16]);
    }

    [Theory]
    [InlineData("000a0003 00000205 2003 0400", 2)] // a delta is missing
    [InlineData("000affff 00000205 2001 0100", 0)] // chunks are missing, and take the deltas for theirs
    [InlineData("000a0003 00000205 6003 0400", 0)] // reserved status
    [InlineData("000a0003 00000205 0000 0000", 0)] // runs of none
    [InlineData("000a0000 00000205 2003 0400", 0)]
    public void Damage_ends_the_walk(string feedback, int packets) =>
        Assert.Equal(packets, Read($"8fcd0005 {Head} {feedback}", out _).Count);

    private static List<PacketArrival> Read(string hex, out TransportFeedback feedback)
    {
        var reader = new RtcpReader(Bytes(hex));
        Assert.True(reader.TryReadNext(out var packet));
        Assert.Equal(RtcpKind.TransportFeedback, packet.Kind);
        feedback = packet.TransportFeedback;
        var all = new List<PacketArrival>();
        foreach (var one in feedback) { all.Add(one); }
        return all;
    }
}
