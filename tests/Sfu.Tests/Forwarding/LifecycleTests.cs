// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Net;
using Vigil.Sfu.Ortc;
using Vigil.Sfu.Tests.Harness;

namespace Vigil.Sfu.Tests.Forwarding;

public sealed class LifecycleTests
{
    private const uint Ssrc = 1111;

    [Fact]
    public void Closing_tells_of_everything_that_went_with_it_and_gives_all_memory_back()
    {
        var core = new CoreHarness();
        var publisher = core.Connect(TransportDirection.Send);
        var video = publisher.Produce(TestMedia.Video(Ssrc));
        var audio = publisher.Produce(TestMedia.Audio(77), MediaKind.Audio);
        var receiver = core.Connect(TransportDirection.Receive);
        var videoConsumer = receiver.Consume(video).Id;
        var audioConsumer = receiver.Consume(audio).Id;
        for (ushort i = 0; i < 700; i++)
        {
            publisher.SendRtp(TestMedia.Packet(TestMedia.Vp8, Ssrc, i, 0, TestMedia.FrameStart(true, i)));
            publisher.SendRtp(TestMedia.Packet(TestMedia.Opus, 77, i, 0, [1, 2, 3]));
        }
        Assert.Equal(core.FreeAtStart - 512 - 128, core.Slab.FreeSlots);
        Assert.Equal(1400, receiver.Media.Rtp.Count);

        core.Router.CloseTransport(publisher.TransportId);
        Assert.Equal(
            [new ConsumerClosed(videoConsumer), new ProducerClosed(video), new ConsumerClosed(audioConsumer), new ProducerClosed(audio)],
            core.Events);
        Assert.Equal(core.FreeAtStart, core.Slab.FreeSlots);
        publisher.SendRtp(TestMedia.Packet(TestMedia.Vp8, Ssrc, 701, 0, TestMedia.FrameStart(true, 1)));
        Assert.Equal(1, core.Drops[DropReason.UnknownAddress]);
        Assert.Equal(MediaError.NotFound, core.Router.SetConsumerPaused(videoConsumer, false, core.Now).Error);
    }

    [Fact]
    public void Without_consent_a_transport_ends_after_thirty_seconds_and_the_others_go_on()
    {
        var core = new CoreHarness();
        var publisher = core.Connect(TransportDirection.Send);
        var producer = publisher.Produce(TestMedia.Video(Ssrc));
        var gone = core.Connect(TransportDirection.Receive);
        var consumer = gone.Consume(producer).Id;
        var stays = core.Connect(TransportDirection.Receive);
        stays.Consume(producer);
        for (var second = 0; second < 29; second++)
        {
            core.Pass(1_000);
            publisher.Check();
            stays.Check();
        }
        Assert.Empty(core.Events);
        core.Pass(3_000);
        Assert.Equal([new ConsumerClosed(consumer), new TransportClosed(gone.TransportId, TransportCloseReason.Ice)], core.Events);

        publisher.SendRtp(TestMedia.Packet(TestMedia.Vp8, Ssrc, 1, 0, TestMedia.FrameStart(true, 1)));
        Assert.Single(stays.Media.Rtp);
        Assert.Empty(gone.Media.Rtp);
    }

    [Fact]
    public void A_transport_waits_for_its_client_but_not_for_one_that_began_to_connect()
    {
        var core = new CoreHarness();
        var idle = core.Router.CreateTransport(TransportDirection.Receive, core.Now);
        var begun = core.Router.CreateTransport(TransportDirection.Receive, core.Now);
        var fingerprint = string.Join(':', Enumerable.Repeat("AB", 32));
        var parameters = new DtlsParameters("client", [new DtlsFingerprint("sha-256", fingerprint)]);
        Assert.True(core.Router.ConnectTransport(begun.Id, parameters, core.Now).IsOk);
        Assert.Equal(MediaError.WrongState, core.Router.ConnectTransport(begun.Id, parameters, core.Now).Error);
        core.Pass(40_000);
        Assert.Equal([new TransportClosed(begun.Id, TransportCloseReason.Ice)], core.Events);
        Assert.True(core.Router.ConnectTransport(idle.Id, parameters, core.Now).IsOk);
    }

    [Fact]
    public void A_bug_ends_the_transport_it_happened_in_and_no_other()
    {
        var tap = new FaultyTap();
        var core = new CoreHarness(tap: tap);
        var publisher = core.Connect(TransportDirection.Send);
        var producer = publisher.Produce(TestMedia.Video(Ssrc));
        var first = core.Connect(TransportDirection.Receive);
        var victim = core.Connect(TransportDirection.Receive);
        first.Consume(producer);
        var consumer = victim.Consume(producer).Id;
        tap.ThrowAt = 2; // the victim's packet
        publisher.SendRtp(TestMedia.Packet(TestMedia.Vp8, Ssrc, 1, 0, TestMedia.FrameStart(true, 1)));
        Assert.Equal([new ConsumerClosed(consumer), new TransportClosed(victim.TransportId, TransportCloseReason.Fault)], core.Events);
        Assert.Equal(1, core.Worker.ReadCounters().Faults);

        publisher.SendRtp(TestMedia.Packet(TestMedia.Vp8, Ssrc, 2, 0, TestMedia.FrameStart(false, 2)));
        Assert.Equal(2, first.Media.Rtp.Count);
        core.Router.CloseAll();
        Assert.Equal(core.FreeAtStart, core.Slab.FreeSlots);
    }

    [Fact]
    public void A_full_slab_still_forwards_and_only_repair_suffers()
    {
        var core = new CoreHarness(slots: 8);
        var publisher = core.Connect(TransportDirection.Send);
        var producer = publisher.Produce(TestMedia.Video(Ssrc));
        var receiver = core.Connect(TransportDirection.Receive);
        receiver.Consume(producer);
        for (ushort i = 0; i < 20; i++) { publisher.SendRtp(TestMedia.Packet(TestMedia.Vp8, Ssrc, i, 0, TestMedia.FrameStart(i == 0, i))); }
        Assert.Equal(20, receiver.Media.Rtp.Count);
        Assert.Equal(13, core.Drops[DropReason.SlabFull]);
        core.Router.CloseAll();
        Assert.Equal(core.FreeAtStart, core.Slab.FreeSlots);
    }

    [Fact]
    public void Wrong_directions_and_taken_names_are_refused()
    {
        var core = new CoreHarness();
        var send = core.Router.CreateTransport(TransportDirection.Send, core.Now).Id;
        var receive = core.Router.CreateTransport(TransportDirection.Receive, core.Now).Id;
        var producer = core.Router.Produce(send, MediaKind.Video, TestMedia.Video(1), false);
        Assert.True(producer.IsOk);
        Assert.Equal(MediaError.WrongState, core.Router.Produce(receive, MediaKind.Video, TestMedia.Video(2), false).Error);
        Assert.Equal(MediaError.WrongState, core.Router.Consume(send, producer.Value!, RouterCapabilities.Supported).Error);
        Assert.Equal(MediaError.Unsupported, core.Router.Produce(send, MediaKind.Video, TestMedia.Video(1), false).Error);
        Assert.Equal(MediaError.Unsupported, core.Router.Produce(send, MediaKind.Audio, TestMedia.Video(3), false).Error);
        Assert.Equal(MediaError.NotFound, core.Router.Consume(receive, "nothing", RouterCapabilities.Supported).Error);
        Assert.Equal(MediaError.Unsupported, core.Router.Consume(receive, producer.Value!, new RtpCapabilities([], [])).Error);
        Assert.Equal(core.FreeAtStart, core.Slab.FreeSlots);
    }

    private sealed class FaultyTap : IPacketTap
    {
        private int count;

        public int ThrowAt { get; set; } = -1;

        public void OnForwarded(ReadOnlySpan<byte> rtp)
        {
            if (++count == ThrowAt) { throw new InjectedFaultException(); }
        }
    }
}
