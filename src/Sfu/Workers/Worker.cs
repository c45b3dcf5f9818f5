// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Net;
using Vigil.Rtc.Stun;
using Vigil.Sfu.Forwarding;
using Vigil.Sfu.Memory;

namespace Vigil.Sfu.Workers;

/// <summary>
/// Everything one packet thread owns, without the thread and the socket: bytes and the time come in, bytes go out through
/// <see cref="Batch"/>. One thread at a time may be in here; nothing locks.
/// </summary>
internal sealed class Worker(PacketSlab slab, SendBatch batch, DropCounters drops, IHandshakes handshakes, IPacketTap? tap, long now)
{
    private const int MaxUfrag = 64;

    private readonly Dictionary<TransportAddress, Transport> byAddress = [];
    private readonly Dictionary<string, Transport> byUfrag = new(StringComparer.Ordinal);
    private long packetsReceived;
    private long bytesReceived;
    private long packetsForwarded;
    private long bytesForwarded;
    private long packetsResent;
    private long handshakesDone;
    private long faults;

    public PacketSlab Slab => slab;

    public SendBatch Batch => batch;

    public DropCounters Drops => drops;

    public IHandshakes Handshakes => handshakes;

    public TimerWheel Timers { get; } = new(now);

    /// <summary>Where a packet is built before it is encrypted into its slot of the batch.</summary>
    public byte[] Scratch { get; } = GC.AllocateUninitializedArray<byte>(PacketSlab.SlotSize, pinned: true);

    /// <summary>Whose work is being done: the transport that ends if it throws.</summary>
    public Transport? Working { get; set; }

    /// <summary>The slot of the last datagram belongs to a cache now, and the next datagram needs another. Says so even if its work threw.</summary>
    public bool IsSlotKept { get; set; }

    /// <summary>Takes the datagram in a slot; afterwards see <see cref="IsSlotKept"/>.</summary>
    /// <remarks>
    /// (1) which protocol         <see cref="Demultiplexer.Classify"/>     RFC 7983
    /// (2) STUN: by its username  <see cref="TryFindByUfrag"/>             the address may be new
    /// (3) the rest: by address   only addresses that passed an ICE check are in the table
    /// </remarks>
    public void OnDatagram(int slot, int length, in TransportAddress from, long now)
    {
        Volatile.Write(ref packetsReceived, packetsReceived + 1);
        Volatile.Write(ref bytesReceived, bytesReceived + length);
        Working = null;
        IsSlotKept = false;
        slab.SetPacket(slot, 0, length);
        var datagram = slab.Packet(slot);
        // (1)
        var kind = Demultiplexer.Classify(datagram);
        if (kind == PacketKind.Unknown) { drops.Add(DropReason.UnknownKind); return; }
        // (2)
        Transport? transport;
        if (kind == PacketKind.Stun)
        {
            if (!TryFindByUfrag(datagram, out transport)) { drops.Add(DropReason.NoTransport); return; }
            Working = transport;
            transport.OnStun(datagram, from, now);
            return;
        }
        // (3)
        if (!byAddress.TryGetValue(from, out transport)) { drops.Add(DropReason.UnknownAddress); return; }
        Working = transport;
        switch (kind)
        {
            case PacketKind.Dtls: transport.OnDtls(datagram, from); break;
            case PacketKind.Rtcp: transport.OnRtcp(datagram, now); break;
            default: transport.OnRtp(slot, now); break;
        }
    }

    public void OnTimers(long now) => Timers.Advance(now);

    /// <summary>Ends the transport whose work threw: a bug must not take the worker's other meetings with it.</summary>
    public void OnFault()
    {
        Volatile.Write(ref faults, faults + 1);
        var transport = Working;
        Working = null;
        transport?.Router.CloseTransport(transport, TransportCloseReason.Fault);
    }

    /// <summary>At the end: every peer is told goodbye.</summary>
    public void CloseAll()
    {
        foreach (var transport in byUfrag.Values.ToArray()) { transport.Router.CloseAll(); }
    }

    public void Add(Transport transport) => byUfrag.Add(transport.UsernameFragment, transport);

    public void Remove(Transport transport) => byUfrag.Remove(transport.UsernameFragment);

    /// <summary>Datagrams from this address are this transport's. The latest that proved itself there has it.</summary>
    public void Bind(in TransportAddress address, Transport transport) => byAddress[address] = transport;

    public void Unbind(in TransportAddress address, Transport transport)
    {
        if (byAddress.TryGetValue(address, out var owner) && owner == transport) { byAddress.Remove(address); }
    }

    public void CountForwarded(int length)
    {
        Volatile.Write(ref packetsForwarded, packetsForwarded + 1);
        Volatile.Write(ref bytesForwarded, bytesForwarded + length);
        tap?.OnForwarded(Scratch.AsSpan(0, length));
    }

    public void CountHandshake() => Volatile.Write(ref handshakesDone, handshakesDone + 1);

    public void CountResent() => Volatile.Write(ref packetsResent, packetsResent + 1);

    /// <summary>May be read by any thread; slightly old numbers, never halves of them.</summary>
    public WorkerCounters ReadCounters() => new(
        Volatile.Read(ref packetsReceived), Volatile.Read(ref bytesReceived), Volatile.Read(ref packetsForwarded),
        Volatile.Read(ref bytesForwarded), Volatile.Read(ref packetsResent), Volatile.Read(ref handshakesDone), Volatile.Read(ref faults), byUfrag.Count, slab.FreeSlots);

    private bool TryFindByUfrag(ReadOnlySpan<byte> datagram, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Transport? transport)
    {
        transport = null;
        if (!IceLiteAgent.TryReadLocalUfrag(datagram, out var ufrag) || ufrag.Length > MaxUfrag) { return false; }
        Span<char> text = stackalloc char[MaxUfrag];
        // Ours are ASCII, so what is not becomes a name that nobody has.
        for (var i = 0; i < ufrag.Length; i++) { text[i] = (char)ufrag[i]; }
        return byUfrag.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..ufrag.Length], out transport);
    }

}

/// <summary>One worker's totals.</summary>
internal readonly record struct WorkerCounters(
    long PacketsReceived, long BytesReceived, long PacketsForwarded, long BytesForwarded, long PacketsResent, long Handshakes, long Faults,
    int Transports, int FreeSlots)
{
    public WorkerCounters Plus(in WorkerCounters other) => new(
        PacketsReceived + other.PacketsReceived, BytesReceived + other.BytesReceived, PacketsForwarded + other.PacketsForwarded,
        BytesForwarded + other.BytesForwarded, PacketsResent + other.PacketsResent, Handshakes + other.Handshakes, Faults + other.Faults,
        Transports + other.Transports, FreeSlots + other.FreeSlots);
}
