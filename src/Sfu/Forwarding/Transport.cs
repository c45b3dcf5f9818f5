// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Net;
using Vigil.Rtc.Rtp;
using Vigil.Rtc.Srtp;
using Vigil.Rtc.Stun;
using Vigil.Sfu.Workers;

namespace Vigil.Sfu.Forwarding;

/// <summary>One peer's encrypted path: ICE, DTLS and SRTP with what it carries. Owned by one worker thread; nothing here locks.</summary>
internal sealed class Transport : IDisposable
{
    /// <summary>How long a peer may take to connect, and how long its consent lasts (RFC 7675 section 5.1).</summary>
    public const int PatienceMilliseconds = 30_000;

    /// <summary>A peer has one or two paths at a time; more is a peer that wanders, or one that fills the table.</summary>
    private const int MaxAddresses = 8;

    private const int ReportMilliseconds = 1000;

    private readonly Worker worker;
    private readonly IceLiteAgent ice;
    private readonly Handshake handshake;
    private readonly List<TransportAddress> addresses = [];
    private readonly RtcpInput rtcpInput;
    private readonly RtcpOutput rtcpOutput;
    private readonly WheelTimer reportTimer;
    private SrtpReceiver? receiver;
    private SrtpSender? sender;
    private TransportAddress? peer;
    private long? connectingSince;

    public Transport(Worker worker, RouterState router, string id, TransportDirection direction, IceCredentials credentials, long now)
    {
        this.worker = worker;
        Router = router;
        Id = id;
        Direction = direction;
        ice = new IceLiteAgent(credentials);
        handshake = worker.Handshakes.Prepare(this);
        rtcpInput = new RtcpInput(worker, this);
        rtcpOutput = new RtcpOutput(this);
        reportTimer = new WheelTimer(OnReportTimer);
        worker.Add(this);
        worker.Timers.Set(reportTimer, now + ReportMilliseconds);
    }

    public string Id { get; }

    public RouterState Router { get; }

    public TransportDirection Direction { get; }

    public string UsernameFragment => ice.UsernameFragment;

    public StreamTable Streams { get; } = new();

    public List<Producer> Producers { get; } = [];

    public ConsumerTable Consumers { get; } = new();

    /// <summary>Names this peer as a source: streams of one name are played in sync.</summary>
    public string Cname { get; } = MediaId.New();

    public PublisherClock Clock { get; } = new();

    public bool IsClosed { get; private set; }

    public bool WasConnectCalled { get; private set; }

    /// <summary>Keys are agreed with the certificate that was signalled, and a path is nominated.</summary>
    public bool IsConnected => sender is not null && peer is not null;

    /// <summary>An ICE check (RFC 8445 section 7.3): answers it, and lets the addresses in that prove to know the password.</summary>
    public void OnStun(ReadOnlySpan<byte> datagram, in TransportAddress from, long now)
    {
        ice.OnDatagram(datagram, from, now, worker.Batch.Room, out var written, out var drop);
        worker.Drops.Add(drop);
        if (written > 0) { worker.Batch.Commit(written, from); }
        // Only a check with the right password lets an address in; an error is answered, no more.
        if (drop != DropReason.None || !ice.IsAuthenticated(from)) { return; }
        connectingSince ??= now;
        LetIn(from);
        if (ice.Selected is { } selected) { peer = selected; }
    }

    /// <summary>A DTLS record goes to the handshake thread, during the handshake and after it (close_notify).</summary>
    public void OnDtls(ReadOnlySpan<byte> datagram, in TransportAddress from)
    {
        // Before a nomination the answer goes where the question came from: that address passed an ICE check.
        peer ??= from;
        if (!worker.Handshakes.TryDeliver(handshake, datagram)) { worker.Drops.Add(DropReason.HandshakeQueueFull); }
    }

    /// <summary>Takes one datagram to every consumer that wants it.</summary>
    /// <remarks>
    /// (1) decrypt in place     <see cref="SrtpReceiver.UnprotectRtp"/>     RFC 3711 section 3.3
    /// (2) parse                <see cref="RtpPacket.TryParse"/>            RFC 3550 section 5.1
    /// (3) find the stream      <see cref="StreamTable.TryFind"/>
    /// (4) RTX: restore         <see cref="Retransmission.Restore"/>        RFC 4588 section 4
    /// (5) keep and forward     <see cref="ReceivedStream.OnPacket"/>
    /// </remarks>
    public void OnRtp(int slot, long now)
    {
        // (1) A wrong tag is ordinary on an open port: count it, say nothing.
        if (receiver is null) { Drop(DropReason.NotConnected); return; }
        var reason = receiver.UnprotectRtp(worker.Slab.Packet(slot), out var length);
        if (reason != DropReason.None) { Drop(reason); return; }
        worker.Slab.SetPacket(slot, 0, length);
        // (2)
        if (!RtpPacket.TryParse(worker.Slab.Packet(slot), out var packet)) { Drop(DropReason.NotRtp); return; }
        // (3)
        if (!Streams.TryFind(packet, out var route)) { Drop(DropReason.NoProducer); return; }
        // (4)
        if (route.IsRtx)
        {
            reason = Retransmission.Restore(worker.Slab, slot, packet, route.Stream);
            if (reason != DropReason.None) { Drop(reason); return; }
            if (!RtpPacket.TryParse(worker.Slab.Packet(slot), out packet)) { Drop(DropReason.NotRtp); return; }
        }
        // (5)
        route.Stream.OnPacket(slot, packet, route.IsRtx, now);
    }

    /// <summary>Reports and feedback of the peer.</summary>
    public void OnRtcp(Span<byte> datagram, long now)
    {
        if (receiver is null) { Drop(DropReason.NotConnected); return; }
        var reason = receiver.UnprotectRtcp(datagram, out var length);
        if (reason != DropReason.None) { Drop(reason); return; }
        rtcpInput.Read(datagram[..length], now);
    }

    /// <summary>Encrypts an RTP packet straight into the batch.</summary>
    public DropReason SendRtp(ReadOnlySpan<byte> packet)
    {
        if (sender is null || peer is not { } to) { return DropReason.NotConnected; }
        var length = sender.ProtectRtp(packet, worker.Batch.Room, out var refused);
        if (length > 0) { worker.Batch.Commit(length, to); }
        return refused;
    }

    /// <summary>Encrypts a compound RTCP packet straight into the batch.</summary>
    public void SendRtcp(ReadOnlySpan<byte> packet)
    {
        if (sender is null || peer is not { } to) { Drop(DropReason.NotConnected); return; }
        var length = sender.ProtectRtcp(packet, worker.Batch.Room, out var refused);
        if (length > 0) { worker.Batch.Commit(length, to); }
        worker.Drops.Add(refused);
    }

    public void SendNack(uint ssrc, ReadOnlySpan<ushort> missing) => rtcpOutput.SendNack(ssrc, missing);

    public void SendPictureLossIndication(uint ssrc) => rtcpOutput.SendPictureLossIndication(ssrc);

    /// <summary>A datagram of the handshake thread.</summary>
    public void SendDtls(ReadOnlySpan<byte> datagram)
    {
        if (peer is not { } to) { return; }
        datagram.CopyTo(worker.Batch.Room);
        worker.Batch.Commit(datagram.Length, to);
    }

    /// <summary>The signalled fingerprint: from now on the peer has 30 s.</summary>
    public void Expect(Ortc.DtlsFingerprint fingerprint, long now)
    {
        WasConnectCalled = true;
        connectingSince = now;
        worker.Handshakes.Expect(handshake, fingerprint);
    }

    /// <summary>The handshake is done with the right certificate: media may flow.</summary>
    public void OnKeys(SrtpKeys keys, long now)
    {
        using (keys)
        {
            receiver = new SrtpReceiver(keys.Profile, keys.ClientKey, keys.ClientSalt);
            sender = new SrtpSender(keys.Profile, keys.ServerKey, keys.ServerSalt);
        }
        worker.CountHandshake();
        foreach (var consumer in Consumers.All) { consumer.RequestKeyFrame(now); }
    }

    /// <summary>Lets go of addresses, keys and timers. What the transport carries is the router's to close first.</summary>
    public void Dispose()
    {
        IsClosed = true;
        TimerWheel.Clear(reportTimer);
        worker.Remove(this);
        foreach (var address in addresses) { worker.Unbind(address, this); }
        worker.Handshakes.End(handshake, peer);
        receiver?.Dispose();
        sender?.Dispose();
        ice.Dispose();
        receiver = null;
        sender = null;
        peer = null;
    }

    private void Drop(DropReason reason) => worker.Drops.Add(reason);

    private void LetIn(in TransportAddress from)
    {
        if (!addresses.Contains(from))
        {
            if (addresses.Count == MaxAddresses) { LeaveOldest(); }
            addresses.Add(from);
        }
        worker.Bind(from, this);
    }

    private void LeaveOldest()
    {
        var oldest = addresses[0] == peer ? 1 : 0;
        worker.Unbind(addresses[oldest], this);
        addresses.RemoveAt(oldest);
    }

    private void OnReportTimer(long now)
    {
        worker.Working = this;
        if (HasLostPeer(now))
        {
            Router.CloseTransport(this, TransportCloseReason.Ice);
            return;
        }
        worker.Timers.Set(reportTimer, now + ReportMilliseconds);
        foreach (var producer in Producers) { producer.Stream.FreeOldPackets(now); }
        if (IsConnected) { rtcpOutput.SendReports(now); }
    }

    // A receiving transport may wait long for the first track: time runs from connect or from the first check.
    private bool HasLostPeer(long now) =>
        connectingSince is { } since && now - since >= PatienceMilliseconds && (!IsConnected || ice.ConsentExpired(now));
}
