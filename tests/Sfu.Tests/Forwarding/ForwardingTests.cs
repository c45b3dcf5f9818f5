// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Net;
using Vigil.Rtc.Srtp;
using Vigil.Sfu.Ortc;
using Vigil.Sfu.Tests.Harness;

namespace Vigil.Sfu.Tests.Forwarding;

public sealed class ForwardingTests
{
    private const uint Ssrc = 1111;

    [Theory]
    [InlineData(SrtpProfile.AeadAes128Gcm)]
    [InlineData(SrtpProfile.Aes128CmHmacSha1_80)]
    public void Every_consumer_gets_the_payloads_in_order_under_its_own_names(SrtpProfile profile)
    {
        var core = new CoreHarness();
        var publisher = core.Connect(TransportDirection.Send, profile);
        var producer = publisher.Produce(TestMedia.Video(Ssrc));
        var receivers = Enumerable.Range(0, 3).Select(_ => core.Connect(TransportDirection.Receive, profile)).ToList();
        receivers[1].Consume(publisher.Produce(TestMedia.Audio(77), MediaKind.Audio)); // so that mids differ
        var infos = receivers.ConvertAll(receiver => receiver.Consume(producer));

        var payloads = Enumerable.Range(0, 50).Select(i => TestMedia.FrameStart(i == 0, i)).ToList();
        // Around the wrap of the publisher's numbers.
        for (var i = 0; i < payloads.Count; i++)
        {
            publisher.SendRtp(TestMedia.Packet(TestMedia.Vp8, Ssrc, (ushort)(65_520 + i), (uint)(i * 3000), payloads[i], marker: true, mid: "0"));
        }

        for (var r = 0; r < receivers.Count; r++)
        {
            var got = receivers[r].Media.Rtp;
            var encoding = infos[r].RtpParameters.Encodings[0];
            Assert.Equal(payloads, got.Select(packet => packet.Payload));
            Assert.All(got, packet => Assert.Equal((encoding.Ssrc, (byte)101, infos[r].RtpParameters.Mid, true), (packet.Ssrc, packet.PayloadType, packet.Mid, packet.Marker)));
            Assert.All(got.Zip(got.Skip(1)), pair => Assert.Equal((ushort)(pair.First.Number + 1), pair.Second.Number));
            Assert.All(got.Zip(got.Skip(1)), pair => Assert.Equal(3000u, pair.Second.Timestamp - pair.First.Timestamp));
        }
        Assert.Equal(["0", "1", "0"], infos.Select(info => info.RtpParameters.Mid));
        Assert.Equal(3, infos.Select(info => info.RtpParameters.Encodings[0].Ssrc).Distinct().Count());
        Assert.Equal(0, core.Drops.Total);
    }

    [Fact]
    public void Video_starts_with_a_key_frame_and_goes_on_after_a_pause_without_a_gap()
    {
        var core = new CoreHarness();
        var publisher = core.Connect(TransportDirection.Send);
        var producer = publisher.Produce(TestMedia.Video(Ssrc));
        var receiver = core.Connect(TransportDirection.Receive);
        var consumer = receiver.Consume(producer, resume: false);
        ushort number = 100;
        void Send(bool isKey, int content) =>
            publisher.SendRtp(TestMedia.Packet(TestMedia.Vp8, Ssrc, number++, number * 3000u, TestMedia.FrameStart(isKey, content)));

        Send(true, 1);
        Assert.Equal(1, core.Drops[DropReason.ConsumerPaused]);
        core.Router.SetConsumerPaused(consumer.Id, false, core.Now);
        Send(false, 2);
        Assert.Equal(1, core.Drops[DropReason.WaitingForKeyFrame]);
        Send(true, 3);
        Send(false, 4);
        core.Router.SetConsumerPaused(consumer.Id, true, core.Now);
        Send(false, 5);
        Send(true, 6);
        core.Router.SetConsumerPaused(consumer.Id, false, core.Now);
        Send(false, 7);
        Send(true, 8);
        Send(false, 9);
        // A packet from before the pause has no number any more.
        var late = TestMedia.Packet(TestMedia.Vp8, Ssrc, 50, 1, TestMedia.FrameStart(false, 10));
        publisher.SendRtp(late);

        var got = receiver.Media.Rtp;
        Assert.Equal(new[] { 3, 4, 8, 9 }.Select(i => TestMedia.FrameStart(i is 3 or 8, i)), got.Select(packet => packet.Payload));
        Assert.All(got, packet => Assert.Equal((ushort)(got[0].Number + got.IndexOf(packet)), packet.Number));
        // The timestamps keep the publisher's distance through the pause: sound beside it did not stop.
        Assert.Equal(5u * 3000, got[2].Timestamp - got[0].Timestamp);
        Assert.Equal(1, core.Drops[DropReason.TooOld]);
    }

    [Fact]
    public void A_paused_producer_sends_nothing_and_starts_anew_with_a_key_frame()
    {
        var core = new CoreHarness();
        var publisher = core.Connect(TransportDirection.Send);
        var producer = publisher.Produce(TestMedia.Video(Ssrc));
        var receiver = core.Connect(TransportDirection.Receive);
        receiver.Consume(producer);
        publisher.SendRtp(TestMedia.Packet(TestMedia.Vp8, Ssrc, 1, 0, TestMedia.FrameStart(true, 1)));
        core.Router.SetProducerPaused(producer, true, core.Now);
        publisher.SendRtp(TestMedia.Packet(TestMedia.Vp8, Ssrc, 2, 0, TestMedia.FrameStart(true, 2)));
        Assert.Equal(1, core.Drops[DropReason.ProducerPaused]);
        core.Pass(1000);
        var before = publisher.Media.PictureLosses.Count;
        core.Router.SetProducerPaused(producer, false, core.Now);
        core.Flush();
        Assert.Equal(before + 1, publisher.Media.PictureLosses.Count);
        publisher.SendRtp(TestMedia.Packet(TestMedia.Vp8, Ssrc, 3, 0, TestMedia.FrameStart(false, 3)));
        publisher.SendRtp(TestMedia.Packet(TestMedia.Vp8, Ssrc, 4, 0, TestMedia.FrameStart(true, 4)));
        Assert.Equal([TestMedia.FrameStart(true, 1), TestMedia.FrameStart(true, 4)], receiver.Media.Rtp.Select(packet => packet.Payload));
    }

    [Fact]
    public void Padding_is_not_forwarded_and_leaves_no_gap()
    {
        var core = new CoreHarness();
        var publisher = core.Connect(TransportDirection.Send);
        var producer = publisher.Produce(TestMedia.Video(Ssrc, rtxSsrc: 2222));
        var receiver = core.Connect(TransportDirection.Receive);
        receiver.Consume(producer);
        publisher.SendRtp(TestMedia.Packet(TestMedia.Vp8, Ssrc, 1, 0, TestMedia.FrameStart(true, 1)));
        publisher.SendRtp(TestMedia.Padding(TestMedia.Vp8, Ssrc, 2));
        publisher.SendRtp(TestMedia.Padding(TestMedia.Rtx, 2222, 9));
        publisher.SendRtp(TestMedia.Packet(TestMedia.Vp8, Ssrc, 3, 0, TestMedia.FrameStart(false, 3)));
        Assert.Equal(2, core.Drops[DropReason.PaddingOnly]);
        Assert.Equal(2, receiver.Media.Rtp.Count);
        Assert.Equal((ushort)(receiver.Media.Rtp[0].Number + 1), receiver.Media.Rtp[1].Number);
    }

    [Fact]
    public void A_stream_without_announced_ssrc_is_found_by_mid_and_rid_once()
    {
        var core = new CoreHarness();
        var publisher = core.Connect(TransportDirection.Send);
        var announced = TestMedia.Audio(5);
        var parameters = TestMedia.Video(5) with
        {
            HeaderExtensions = [.. announced.HeaderExtensions, new(Rtc.Rtp.HeaderExtensionUris.Rid, 10)],
            Encodings = [new RtpEncodingParameters(null, "hi")],
        };
        var receiver = core.Connect(TransportDirection.Receive);
        receiver.Consume(publisher.Produce(parameters));
        var named = WithMidAndRid(900, 1);
        publisher.SendRtp(named);
        // Later packets carry no names, and nobody else can take the stream over.
        publisher.SendRtp(TestMedia.Packet(TestMedia.Vp8, 900, 2, 0, TestMedia.FrameStart(false, 2)));
        publisher.SendRtp(WithMidAndRid(901, 3));
        Assert.Equal(2, receiver.Media.Rtp.Count);
        Assert.Equal(1, core.Drops[DropReason.NoProducer]);
    }

    [Fact]
    public void What_cannot_be_forwarded_is_counted_by_its_reason()
    {
        var core = new CoreHarness();
        var publisher = core.Connect(TransportDirection.Send);
        publisher.Produce(TestMedia.Video(Ssrc));
        var good = publisher.Media.ProtectRtp(TestMedia.Packet(TestMedia.Vp8, Ssrc, 1, 0, TestMedia.FrameStart(true, 1)));
        core.Deliver(good, TransportAddress.FromIPv4(0x01020304, 9));
        core.Deliver(good, publisher.Address);
        core.Deliver(good, publisher.Address);
        var damaged = (byte[])good.Clone();
        damaged[^1] ^= 1;
        damaged[3] += 1;
        core.Deliver(damaged, publisher.Address);
        core.Deliver([0xFF, 0xFF], publisher.Address);
        core.Deliver([], publisher.Address);
        core.Deliver(StunClient.BindingRequest("nobody", "nothing"), publisher.Address);
        publisher.SendRtp(TestMedia.Packet(TestMedia.Vp8, 4242, 1, 0, [1]));
        publisher.SendRtp(TestMedia.Packet(TestMedia.Opus, Ssrc, 2, 0, [1]));

        Assert.Equal(1, core.Drops[DropReason.UnknownAddress]);
        Assert.Equal(1, core.Drops[DropReason.Replayed]);
        Assert.Equal(1, core.Drops[DropReason.BadAuthTag]);
        Assert.Equal(2, core.Drops[DropReason.UnknownKind]);
        Assert.Equal(1, core.Drops[DropReason.NoTransport]);
        Assert.Equal(1, core.Drops[DropReason.NoProducer]);
        Assert.Equal(1, core.Drops[DropReason.UnknownPayloadType]);
        Assert.Equal(8, core.Drops.Total);
    }

    private static byte[] WithMidAndRid(uint ssrc, ushort number)
    {
        var bytes = new byte[1400];
        Rtc.Rtp.RtpHeaderWriter.TryBegin(bytes, false, new Rtc.Rtp.OutgoingRtp(TestMedia.Vp8, ssrc, number, 0), false, out var writer);
        Assert.True(writer.TryAdd(TestMedia.MidId, "0"u8) && writer.TryAdd(10, "hi"u8));
        Assert.True(writer.TryFinish(out var length));
        var payload = TestMedia.FrameStart(true, number);
        payload.CopyTo(bytes, length);
        return bytes[..(length + payload.Length)];
    }
}
