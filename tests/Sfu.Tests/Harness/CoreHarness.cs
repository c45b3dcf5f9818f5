// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Net;
using Vigil.Rtc.Srtp;
using Vigil.Sfu.Forwarding;
using Vigil.Sfu.Memory;
using Vigil.Sfu.Ortc;
using Vigil.Sfu.Workers;

namespace Vigil.Sfu.Tests.Harness;

/// <summary>A worker without thread, socket and DTLS: the test hands it bytes and the time, and gets bytes back.</summary>
internal sealed class CoreHarness : IBatchSender, IHandshakes
{
    private readonly Dictionary<TransportAddress, CorePeer> peers = [];
    private readonly Dictionary<string, Transport> transports = [];
    private int receiveSlot;
    private ushort nextPort = 1000;

    public CoreHarness(int slots = 4096, IPacketTap? tap = null)
    {
        Slab = new PacketSlab(slots);
        Batch = new SendBatch(this);
        Worker = new Worker(Slab, Batch, Drops, this, tap, Now);
        Router = new RouterState(Worker, [], Events.Add);
        Assert.True(Slab.TryTake(out receiveSlot));
        FreeAtStart = Slab.FreeSlots;
    }

    public long Now { get; private set; } = 1_000;

    public PacketSlab Slab { get; }

    public int FreeAtStart { get; }

    public DropCounters Drops { get; } = new();

    public SendBatch Batch { get; }

    public Worker Worker { get; }

    public RouterState Router { get; }

    public List<MediaEvent> Events { get; } = [];

    /// <summary>Off for measuring: what is sent is then not looked at.</summary>
    public bool IsDelivering { get; set; } = true;

    public DtlsFingerprint Fingerprint { get; } = new("sha-256", "00");

    /// <summary>A transport whose peer has passed its ICE check and has keys.</summary>
    public CorePeer Connect(TransportDirection direction, SrtpProfile profile = SrtpProfile.AeadAes128Gcm)
    {
        var (peer, agreeOnKeys) = Greet(direction, profile);
        agreeOnKeys();
        return peer;
    }

    /// <summary>A transport whose peer has passed its ICE check, and what ends its handshake.</summary>
    public (CorePeer Peer, Action AgreeOnKeys) Greet(TransportDirection direction, SrtpProfile profile = SrtpProfile.AeadAes128Gcm)
    {
        var info = Router.CreateTransport(direction, Now);
        var keys = TestPeer.NewKeys(profile);
        var address = TransportAddress.FromIPv4(0x7F000001, nextPort++);
        var peer = new CorePeer(this, info, transports[info.IceParameters.UsernameFragment], address, new TestPeer(keys));
        peers.Add(address, peer);
        peer.Check();
        return (peer, () => { peer.Transport.OnKeys(keys, Now); Flush(); });
    }

    public void Deliver(ReadOnlySpan<byte> datagram, in TransportAddress from)
    {
        datagram.CopyTo(Slab[receiveSlot]);
        // As the worker's thread does: a fault ends the transport it happened in.
        try { Worker.OnDatagram(receiveSlot, datagram.Length, from, Now); }
        catch (InjectedFaultException) { Worker.OnFault(); }
        if (Worker.IsSlotKept) { Assert.True(Slab.TryTake(out receiveSlot)); }
        Batch.Flush();
    }

    /// <summary>Lets time pass in steps of a timer tick.</summary>
    public void Pass(long milliseconds)
    {
        for (var end = Now + milliseconds; Now < end;)
        {
            Now += Math.Min(TimerWheel.TickMilliseconds, end - Now);
            Worker.OnTimers(Now);
            Batch.Flush();
        }
    }

    /// <summary>Sends what is in the batch, after a call that is not a datagram.</summary>
    public void Flush() => Batch.Flush();

    public void Send(SendBatch batch)
    {
        if (!IsDelivering) { return; }
        for (var i = 0; i < batch.Count; i++)
        {
            if (peers.TryGetValue(batch.DestinationOf(i), out var peer)) { peer.Media.Receive(batch.Datagram(i).ToArray()); }
        }
    }

    public Handshake Prepare(Transport transport)
    {
        transports.Add(transport.UsernameFragment, transport);
        return new Handshake(transport);
    }

    public bool TryDeliver(Handshake handshake, ReadOnlySpan<byte> datagram) => true;

    public void Expect(Handshake handshake, DtlsFingerprint fingerprint)
    {
    }

    public void End(Handshake handshake, TransportAddress? peer)
    {
    }
}

/// <summary>What a test throws on purpose inside the worker.</summary>
internal sealed class InjectedFaultException : Exception;

/// <summary>A peer of <see cref="CoreHarness"/>.</summary>
internal sealed class CorePeer(CoreHarness core, TransportInfo info, Transport transport, TransportAddress address, TestPeer media)
{
    public TestPeer Media => media;

    public Transport Transport => transport;

    public TransportAddress Address => address;

    public string TransportId => info.Id;

    public byte[] NewCheck() => StunClient.BindingRequest(info.IceParameters.UsernameFragment, info.IceParameters.Password);

    public void Check() => core.Deliver(NewCheck(), address);

    public void SendRtp(ReadOnlySpan<byte> packet) => core.Deliver(media.ProtectRtp(packet), address);

    public void SendRtcp(TestPeer.Compose compose) => core.Deliver(media.ProtectRtcp(compose), address);

    public string Produce(RtpParameters parameters, string kind = MediaKind.Video)
    {
        var result = core.Router.Produce(info.Id, kind, parameters, paused: false);
        Assert.True(result.IsOk, result.Problem);
        return result.Value;
    }

    public ConsumerInfo Consume(string producerId, bool resume = true)
    {
        var result = core.Router.Consume(info.Id, producerId, RouterCapabilities.Supported);
        Assert.True(result.IsOk, result.Problem);
        if (resume) { Assert.True(core.Router.SetConsumerPaused(result.Value.Id, false, core.Now).IsOk); }
        core.Flush();
        return result.Value;
    }
}
