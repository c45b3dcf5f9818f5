// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Vigil.Rtc.Net;
using Vigil.Rtc.Rtcp;
using Vigil.Rtc.Srtp;
using Vigil.Sfu.Ortc;
using Vigil.Sfu.Tests.Harness;

namespace Vigil.Sfu.Tests;

/// <summary>Real sockets, real handshakes, real threads; only the clock is the tests'.</summary>
public sealed class MediaPlaneTests
{
    private const uint Ssrc = 1111;

    [Theory]
    [InlineData(SrtpProfile.AeadAes128Gcm, true)]
    [InlineData(SrtpProfile.AeadAes128Gcm, false)] // the handshake is over before the fingerprint is signalled
    [InlineData(SrtpProfile.Aes128CmHmacSha1_80, true)]
    public async Task A_meeting_goes_through_ice_dtls_and_srtp(SrtpProfile profile, bool connectFirst)
    {
        await using var harness = new PlaneHarness();
        var (publisher, sendId) = await harness.ConnectAsync(TransportDirection.Send, profile, connectFirst);
        var producer = await harness.ProduceAsync(sendId, Ssrc);
        var (first, firstId) = await harness.ConnectAsync(TransportDirection.Receive, profile, connectFirst);
        var (second, secondId) = await harness.ConnectAsync(TransportDirection.Receive, profile, connectFirst);
        var info = await harness.ConsumeAsync(firstId, producer);
        await harness.ConsumeAsync(secondId, producer);
        publisher.PumpUntil(() => publisher.Media.PictureLosses.Count == 1);

        var payloads = Enumerable.Range(0, 100).Select(i => TestMedia.FrameStart(i == 0, i)).ToList();
        for (var i = 0; i < payloads.Count; i++)
        {
            publisher.SendRtp(TestMedia.Packet(TestMedia.Vp8, Ssrc, (ushort)i, (uint)(i * 3000), payloads[i]));
        }
        first.PumpUntil(() => first.Media.Rtp.Count == 100);
        second.PumpUntil(() => second.Media.Rtp.Count == 100);
        Assert.Equal(payloads, first.Media.Rtp.Select(packet => packet.Payload));
        Assert.Equal(payloads, second.Media.Rtp.Select(packet => packet.Payload));
        Assert.NotEqual(first.Media.Rtp[0].Ssrc, second.Media.Rtp[0].Ssrc);

        var lost = first.Media.Rtp[50];
        first.SendRtcp((ref RtcpWriter writer) => writer.TryWriteNack(1, info.Ssrc(), [lost.Number]));
        first.PumpUntil(() => first.Media.Rtp.Count == 101);
        Assert.Equal(lost.Payload, TestPeer.OpenRtx(first.Media.Rtp[100]).Payload);

        await harness.Router.DisposeAsync();
        Assert.Equal(harness.Slots - 64, harness.Plane.ReadCounters().FreeSlots);
        Assert.Equal(0, harness.Plane.ReadCounters().Transports);
        first.PumpUntil(() => first.Dtls.IsClosedByServer); // the goodbye
    }

    [Fact]
    public async Task A_certificate_that_was_not_signalled_ends_the_transport_before_any_media()
    {
        await using var harness = new PlaneHarness();
        var other = new DtlsParameters("client", [new DtlsFingerprint("sha-256", string.Join(':', Enumerable.Repeat("AB", 32)))]);
        var (publisher, sendId) = await harness.ConnectAsync(TransportDirection.Send);
        var producer = await harness.ProduceAsync(sendId, Ssrc);
        var (impostor, id) = await harness.ConnectAsync(TransportDirection.Receive, claim: other, connectFirst: false);
        PlaneHarness.WaitUntil(() => !harness.Events.IsEmpty);
        Assert.Equal([new TransportClosed(id, TransportCloseReason.Dtls)], harness.Events);
        Assert.Equal(1, harness.Drops(DropReason.WrongFingerprint));
        Assert.Equal(MediaError.NotFound, (await harness.Router.ConsumeAsync(id, producer, RouterCapabilities.Supported)).Error);
        Assert.Empty(impostor.Media.Rtp);
        Assert.Equal(0, harness.Plane.ReadCounters().PacketsForwarded);
        Assert.Empty(publisher.Media.Rtp);
    }

    [Fact]
    public async Task Media_before_the_fingerprint_is_signalled_is_dropped()
    {
        await using var harness = new PlaneHarness();
        var info = await harness.Router.CreateTransportAsync(TransportDirection.Send);
        await harness.ProduceAsync(info.Id, Ssrc);
        using var publisher = new UdpPeer(info);
        publisher.Connect();
        publisher.SendRtp(TestMedia.Packet(TestMedia.Vp8, Ssrc, 1, 0, TestMedia.FrameStart(true, 1)));
        PlaneHarness.WaitUntil(() => harness.Drops(DropReason.NotConnected) == 1);
    }

    [Fact]
    public async Task A_flood_of_garbage_is_counted_and_the_meeting_goes_on()
    {
        await using var harness = new PlaneHarness();
        var (publisher, sendId) = await harness.ConnectAsync(TransportDirection.Send);
        var producer = await harness.ProduceAsync(sendId, Ssrc);
        var (receiver, receiveId) = await harness.ConnectAsync(TransportDirection.Receive);
        await harness.ConsumeAsync(receiveId, producer);
        var info = await harness.Router.CreateTransportAsync(TransportDirection.Send);
        using var stranger = new UdpPeer(info);

        var random = new Random(7);
        var kinds = new byte[] { 0, 1, 22, 63, 128, 144, 200, 255 };
        for (ushort i = 0; i < 200; i++)
        {
            for (var j = 0; j < 10; j++)
            {
                var garbage = new byte[random.Next(0, 1500)];
                random.NextBytes(garbage);
                if (garbage.Length > 0) { garbage[0] = kinds[random.Next(kinds.Length)]; }
                stranger.SendRaw(garbage);
                publisher.SendRaw(garbage);
            }
            publisher.SendRtp(TestMedia.Packet(TestMedia.Vp8, Ssrc, i, 0, TestMedia.FrameStart(i == 0, i)));
            var wanted = i + 1;
            receiver.PumpUntil(() => receiver.Media.Rtp.Count == wanted);
        }
        stranger.SendRaw(new byte[3000]);
        PlaneHarness.WaitUntil(() => harness.Drops(DropReason.TooLong) == 1);
        Assert.True(harness.Drops(DropReason.UnknownAddress) > 500);
        Assert.True(harness.Drops(DropReason.UnknownKind) > 500);
        Assert.True(harness.Drops(DropReason.BadAuthTag) > 100);
        Assert.True(harness.Drops(DropReason.NoTransport) > 100);
        Assert.Equal(0, harness.Plane.ReadCounters().TransportFaults);
        Assert.Empty(harness.Events);
    }

    [Fact]
    public async Task Lost_consent_ends_one_transport_and_the_second_consumer_goes_on()
    {
        await using var harness = new PlaneHarness();
        var (publisher, sendId) = await harness.ConnectAsync(TransportDirection.Send);
        var producer = await harness.ProduceAsync(sendId, Ssrc);
        var (_, goneId) = await harness.ConnectAsync(TransportDirection.Receive);
        var (stays, staysId) = await harness.ConnectAsync(TransportDirection.Receive);
        var gone = await harness.ConsumeAsync(goneId, producer);
        await harness.ConsumeAsync(staysId, producer);

        harness.Time.Pass(25_000);
        publisher.CheckIce();
        stays.CheckIce();
        harness.Time.Pass(10_000);
        PlaneHarness.WaitUntil(() => harness.Events.Count == 2);
        Assert.Equal([new ConsumerClosed(gone.Id), new TransportClosed(goneId, TransportCloseReason.Ice)], harness.Events);
        publisher.SendRtp(TestMedia.Packet(TestMedia.Vp8, Ssrc, 1, 0, TestMedia.FrameStart(true, 1)));
        stays.PumpUntil(() => stays.Media.Rtp.Count == 1);
    }

    [Fact]
    public async Task A_goodbye_ends_the_transport()
    {
        await using var harness = new PlaneHarness();
        var (peer, id) = await harness.ConnectAsync(TransportDirection.Send);
        var producer = await harness.ProduceAsync(id, Ssrc);
        peer.SayGoodbye();
        PlaneHarness.WaitUntil(() => harness.Events.Count == 2);
        Assert.Equal([new ProducerClosed(producer), new TransportClosed(id, TransportCloseReason.Dtls)], harness.Events);
    }

    [Fact]
    public async Task A_fault_on_the_packet_thread_is_logged_without_names_and_the_worker_lives()
    {
        await using var harness = new PlaneHarness(tap: new FaultOnce());
        var (publisher, sendId) = await harness.ConnectAsync(TransportDirection.Send);
        var producer = await harness.ProduceAsync(sendId, Ssrc);
        var (_, brokenId) = await harness.ConnectAsync(TransportDirection.Receive);
        var (stays, staysId) = await harness.ConnectAsync(TransportDirection.Receive);
        await harness.ConsumeAsync(brokenId, producer);
        await harness.ConsumeAsync(staysId, producer);
        publisher.SendRtp(TestMedia.Packet(TestMedia.Vp8, Ssrc, 1, 0, TestMedia.FrameStart(true, 1)));
        PlaneHarness.WaitUntil(() => harness.Events.Contains(new TransportClosed(brokenId, TransportCloseReason.Fault)));
        publisher.SendRtp(TestMedia.Packet(TestMedia.Vp8, Ssrc, 2, 0, TestMedia.FrameStart(true, 2)));
        stays.PumpUntil(() => stays.Media.Rtp.Count == 1);
        Assert.Contains(harness.Logged, line => line.Contains(nameof(InjectedFaultException), StringComparison.Ordinal));
        Assert.DoesNotContain(harness.Logged, line => line.Contains(brokenId, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Meetings_spread_over_the_workers_and_each_has_its_port()
    {
        await using var harness = new PlaneHarness(workers: 2);
        await using var other = harness.Plane.CreateRouter();
        var here = await harness.Router.CreateTransportAsync(TransportDirection.Send);
        var there = await other.CreateTransportAsync(TransportDirection.Send);
        Assert.NotEqual(here.IceCandidates[0].Port, there.IceCandidates[0].Port);
        Assert.Equal(("udp", "host", "127.0.0.1"), (here.IceCandidates[0].Protocol, here.IceCandidates[0].Type, here.IceCandidates[0].Ip));
        Assert.True(here.IceParameters.IceLite);
        Assert.Equal("auto", here.DtlsParameters.Role);
    }

    [Fact]
    public async Task A_dual_stack_socket_serves_ipv4_clients_at_the_announced_address()
    {
        Assert.SkipUnless(System.Net.Sockets.Socket.OSSupportsIPv6, "this machine has no IPv6");
        var options = new SfuOptions { ListenAddress = IPAddress.IPv6Any, AnnouncedAddresses = [IPAddress.Loopback], SlabSlots = 1024 };
        await using var plane = MediaPlane.Start(options, NullLoggerFactory.Instance, TimeProvider.System);
        await using var router = plane.CreateRouter();
        var info = await router.CreateTransportAsync(TransportDirection.Send);
        using var peer = new UdpPeer(info);
        Assert.True((await router.ConnectTransportAsync(info.Id, peer.DtlsParameters)).IsOk);
        peer.Connect();
        await router.CloseTransportAsync(info.Id);
        peer.PumpUntil(() => peer.Dtls.IsClosedByServer);
    }

    [Fact]
    public async Task After_the_end_every_call_says_so()
    {
        var plane = MediaPlane.Start(new SfuOptions(), NullLoggerFactory.Instance, TimeProvider.System);
        var router = plane.CreateRouter();
        var disposed = plane.CreateRouter();
        await disposed.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => disposed.CreateTransportAsync(TransportDirection.Send));
        await plane.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => router.CreateTransportAsync(TransportDirection.Send));
        await router.DisposeAsync();
    }

    [Theory]
    [InlineData("127.0.0.1", 0, 0, 1024, "Workers")]
    [InlineData("127.0.0.1", 65_535, 2, 1024, "Port")]
    [InlineData("127.0.0.1", 0, 1, 10, "SlabSlots")]
    [InlineData("0.0.0.0", 0, 1, 1024, "AnnouncedAddresses")]
    public void Options_that_cannot_work_are_refused_by_name(string address, int port, int workers, int slots, string named)
    {
        var options = new SfuOptions { ListenAddress = IPAddress.Parse(address), Port = port, Workers = workers, SlabSlots = slots };
        var e = Assert.Throws<ArgumentException>(() => MediaPlane.Start(options, NullLoggerFactory.Instance, TimeProvider.System));
        Assert.Contains(named, e.Message, StringComparison.Ordinal);
    }

    private sealed class FaultOnce : IPacketTap
    {
        private bool isDone;

        public void OnForwarded(ReadOnlySpan<byte> rtp)
        {
            if (isDone) { return; }
            isDone = true;
            throw new InjectedFaultException();
        }
    }
}
