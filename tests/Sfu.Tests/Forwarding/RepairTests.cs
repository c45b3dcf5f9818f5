// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Net;
using Vigil.Rtc.Rtcp;
using Vigil.Sfu.Tests.Harness;

namespace Vigil.Sfu.Tests.Forwarding;

public sealed class RepairTests
{
    private const uint Ssrc = 1111;
    private const uint RtxSsrc = 2222;

    [Fact]
    public void A_nack_is_answered_on_the_rtx_stream_with_the_original_payload()
    {
        var (core, publisher, receiver, consumer) = Meeting();
        var encoding = consumer.RtpParameters.Encodings[0];
        for (ushort i = 0; i < 10; i++) { SendFrame(publisher, i); }
        var lost = receiver.Media.Rtp[4];
        var before = receiver.Media.Rtp.Count;

        Nack(receiver, consumer.Ssrc(), lost.Number);
        var rtx = receiver.Media.Rtp[before];
        Assert.Equal((encoding.Rtx!.Ssrc, (byte)102, lost.Timestamp, lost.Marker), (rtx.Ssrc, rtx.PayloadType, rtx.Timestamp, rtx.Marker));
        var opened = TestPeer.OpenRtx(rtx);
        Assert.Equal(lost.Number, opened.Number);
        Assert.Equal(lost.Payload, opened.Payload);
        // Never under its own number: that would use a GCM nonce twice.
        Assert.DoesNotContain(receiver.Media.Rtp.Skip(before), packet => packet.Ssrc == consumer.Ssrc());

        // Asked again within a round trip: it is on its way. After that: the next number of the RTX stream.
        Nack(receiver, consumer.Ssrc(), lost.Number);
        Assert.Equal(1, core.Drops[DropReason.RateLimited]);
        core.Pass(100);
        Nack(receiver, consumer.Ssrc(), lost.Number);
        Assert.Equal((ushort)(rtx.Number + 1), receiver.Media.Rtp[^1].Number);
    }

    [Fact]
    public void What_was_never_sent_or_is_too_old_is_not_resent()
    {
        var (core, publisher, receiver, consumer) = Meeting();
        for (ushort i = 0; i < 4; i++) { SendFrame(publisher, i); }
        var first = receiver.Media.Rtp[0];
        var count = receiver.Media.Rtp.Count;
        Nack(receiver, consumer.Ssrc(), (ushort)(first.Number + 100));
        Assert.Equal(1, core.Drops[DropReason.RateLimited]);

        core.Pass(5_000);
        Nack(receiver, consumer.Ssrc(), first.Number);
        Assert.Equal(1, core.Drops[DropReason.NotInCache]);
        Assert.Equal(count, receiver.Media.Rtp.Count);
        Assert.Equal(core.FreeAtStart, core.Slab.FreeSlots);
    }

    [Fact]
    public void A_loss_on_the_way_in_is_asked_for_and_the_rtx_packet_takes_its_place()
    {
        var (core, publisher, receiver, _) = Meeting();
        SendFrame(publisher, 0);
        SendFrame(publisher, 1);
        SendFrame(publisher, 3); // 2 is lost
        Assert.Empty(publisher.Media.Nacked);
        core.Pass(25);
        Assert.Equal([(ushort)2], publisher.Media.Nacked);

        byte[] rtxPayload = [0, 2, .. TestMedia.FrameStart(false, 2)];
        publisher.SendRtp(TestMedia.Packet(TestMedia.Rtx, RtxSsrc, 500, 6000, rtxPayload, marker: true, mid: "0"));
        var got = receiver.Media.Rtp;
        Assert.Equal(4, got.Count);
        Assert.Equal(TestMedia.FrameStart(false, 2), got[3].Payload);
        Assert.Equal((ushort)(got[0].Number + 2), got[3].Number);
        Assert.Equal((got[0].Timestamp + 6000, true, got[0].Ssrc), (got[3].Timestamp, got[3].Marker, got[3].Ssrc));
        core.Pass(500);
        Assert.Single(publisher.Media.Nacked);
        // The packet itself, after its repair, is one too many.
        SendFrame(publisher, 2);
        Assert.Equal(1, core.Drops[DropReason.Replayed]);
        Assert.Equal(4, receiver.Media.Rtp.Count);
    }

    [Fact]
    public void An_answer_that_never_comes_is_asked_for_a_few_times_only()
    {
        var (core, publisher, _, _) = Meeting();
        SendFrame(publisher, 0);
        SendFrame(publisher, 2);
        core.Pass(10_000);
        Assert.InRange(publisher.Media.Nacked.Count, 2, 10);
        Assert.All(publisher.Media.Nacked, number => Assert.Equal(1, number));
    }

    [Fact]
    public void Wishes_for_key_frames_are_passed_on_at_most_twice_a_second_and_never_lost()
    {
        var (core, publisher, receiver, consumer) = Meeting();
        var ssrc = consumer.Ssrc();
        var wishes = publisher.Media.PictureLosses;
        Assert.Equal([Ssrc], wishes); // from resuming
        core.Pass(600);
        for (var i = 0; i < 20; i++) { receiver.SendRtcp((ref RtcpWriter writer) => writer.TryWritePictureLossIndication(1, ssrc)); }
        Assert.Equal(2, wishes.Count);
        core.Pass(480);
        Assert.Equal(2, wishes.Count);
        core.Pass(30);
        Assert.Equal(3, wishes.Count);
        core.Pass(2_000);
        Assert.Equal(3, wishes.Count);
        receiver.SendRtcp((ref RtcpWriter writer) => writer.TryWriteFullIntraRequest(1, new FullIntraRequest(ssrc, 7)));
        Assert.Equal(4, wishes.Count);
    }

    [Fact]
    public void A_waiting_consumer_reminds_the_publisher_until_the_key_frame_comes()
    {
        var (core, publisher, receiver, _) = Meeting();
        for (ushort i = 0; i < 30; i++)
        {
            publisher.SendRtp(TestMedia.Packet(TestMedia.Vp8, Ssrc, i, i * 3000u, TestMedia.FrameStart(false, i)));
            core.Pass(50);
        }
        Assert.InRange(publisher.Media.PictureLosses.Count, 3, 4);
        Assert.Empty(receiver.Media.Rtp);
    }

    [Fact]
    public void No_key_frame_is_spent_on_a_receiver_that_is_not_connected_yet()
    {
        var core = new CoreHarness();
        var publisher = core.Connect(TransportDirection.Send);
        var producer = publisher.Produce(TestMedia.Video(Ssrc, RtxSsrc));
        var (receiver, agreeOnKeys) = core.Greet(TransportDirection.Receive);
        receiver.Consume(producer);
        for (ushort i = 0; i < 5; i++) { SendFrame(publisher, i); }
        Assert.Empty(publisher.Media.PictureLosses);

        agreeOnKeys();
        Assert.Equal([Ssrc], publisher.Media.PictureLosses);
    }

    [Fact]
    public void Reports_tell_the_publisher_its_losses_and_the_receiver_its_clock()
    {
        var (core, publisher, receiver, consumer) = Meeting();
        for (ushort i = 0; i < 8; i++)
        {
            if (i != 5) { SendFrame(publisher, i); }
        }
        publisher.SendRtcp((ref RtcpWriter writer) =>
            writer.TryWriteSenderReport(Ssrc, new SenderInfo(NtpTime.FromMilliseconds(9_000_000), new(21_000), 7, 700), []));
        core.Pass(1_005);

        var block = Assert.Single(publisher.Media.ReportBlocks);
        Assert.Equal((Ssrc, 1, 7u, (byte)32), (block.Ssrc, block.CumulativeLost, block.HighestSequenceNumber, block.FractionLost));
        Assert.Equal(NtpTime.FromMilliseconds(9_000_000).Middle, block.LastSenderReport);
        Assert.Equal([2_500_000ul], publisher.Media.Rembs.Select(bits => (bits + 5_000) / 10_000 * 10_000));

        var report = Assert.Single(receiver.Media.SenderReports);
        var first = receiver.Media.Rtp[0];
        Assert.Equal(consumer.Ssrc(), report.Ssrc);
        Assert.Equal((7u, 7u * 1002), (report.Info.PacketCount, report.Info.OctetCount));
        // The publisher's timestamp 21,000 was now minus the time until the report; the receiver's line has the same slope.
        var sinceReport = report.Info.Ntp.Value - NtpTime.FromMilliseconds(1_000).Value;
        var expected = first.Timestamp + 21_000 + (uint)((sinceReport * 90_000) >> 32);
        Assert.InRange((int)(report.Info.Rtp.Value - expected), -2, 2);
    }

    private static (CoreHarness Core, CorePeer Publisher, CorePeer Receiver, ConsumerInfo Consumer) Meeting()
    {
        var core = new CoreHarness();
        var publisher = core.Connect(TransportDirection.Send);
        var producer = publisher.Produce(TestMedia.Video(Ssrc, RtxSsrc));
        var receiver = core.Connect(TransportDirection.Receive);
        var consumer = receiver.Consume(producer);
        return (core, publisher, receiver, consumer);
    }

    private static void SendFrame(CorePeer publisher, ushort number) =>
        publisher.SendRtp(TestMedia.Packet(
            TestMedia.Vp8, Ssrc, number, number * 3000u, TestMedia.FrameStart(number == 0, number), marker: true));

    private static void Nack(CorePeer receiver, uint ssrc, ushort number) =>
        receiver.SendRtcp((ref RtcpWriter writer) => writer.TryWriteNack(1, ssrc, [number]));
}
