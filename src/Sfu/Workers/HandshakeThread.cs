// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using Vigil.Rtc.Dtls;
using Vigil.Rtc.Net;
using Vigil.Rtc.Srtp;
using Vigil.Sfu.Forwarding;
using Vigil.Sfu.Ortc;

namespace Vigil.Sfu.Workers;

/// <summary>Does one worker's DTLS beside its packet thread, and gives the outcome back through <see cref="TryTake"/>.</summary>
/// <remarks>libssl keeps its own clock for sending again: the one place where time is not a parameter.</remarks>
internal sealed class HandshakeThread : IHandshakes, IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly DtlsContext context;
    private readonly Action wakeWorker;
    private readonly Action<Exception> onFault;
    private readonly DatagramQueue datagrams = new();
    private readonly ConcurrentQueue<Order> orders = new();
    private readonly ConcurrentQueue<HandshakeOutput> outputs = new();
    private readonly List<Handshake> underWay = [];
    private readonly AutoResetEvent wake = new(false);
    private readonly byte[] buffer = new byte[2048];
    private readonly Thread thread;
    private volatile bool isStopping;

    public HandshakeThread(DtlsContext context, DtlsFingerprint fingerprint, string name, Action wakeWorker, Action<Exception> onFault)
    {
        this.context = context;
        this.wakeWorker = wakeWorker;
        this.onFault = onFault;
        Fingerprint = fingerprint;
        thread = new Thread(Run) { IsBackground = true, Name = name };
    }

    public DtlsFingerprint Fingerprint { get; }

    public void Start() => thread.Start();

    public Handshake Prepare(Transport transport) => new(transport);

    public bool TryDeliver(Handshake handshake, ReadOnlySpan<byte> datagram)
    {
        var taken = datagrams.TryWrite(handshake, datagram);
        wake.Set();
        return taken;
    }

    public void Expect(Handshake handshake, DtlsFingerprint fingerprint) => Enqueue(new Order(handshake, fingerprint, null));

    public void End(Handshake handshake, TransportAddress? peer) => Enqueue(new Order(handshake, null, peer));

    /// <summary>For the packet thread: the next thing to send or to know.</summary>
    public bool TryTake(out HandshakeOutput output) => outputs.TryDequeue(out output);

    /// <summary>Works off what was ordered and ends the thread; what came of it can still be taken.</summary>
    public void Stop()
    {
        isStopping = true;
        wake.Set();
        if (thread.IsAlive) { thread.Join(); }
    }

    public void Dispose()
    {
        Stop();
        foreach (var output in outputs) { output.Keys?.Dispose(); }
        wake.Dispose();
    }

    private void Run()
    {
        while (!isStopping)
        {
            wake.WaitOne(NextTimeout());
            while (orders.TryDequeue(out var order)) { Guard(order.Handshake, () => Obey(order)); }
            while (datagrams.TryRead(out var handshake, out var datagram))
            {
                Receive(handshake, datagram);
                datagrams.Release();
            }
            foreach (var handshake in underWay.ToArray()) { Guard(handshake, () => LookAtTimer(handshake)); }
        }
        // Goodbyes that were asked for while stopping still go out.
        while (orders.TryDequeue(out var order)) { Guard(order.Handshake, () => Obey(order)); }
        foreach (var handshake in underWay.ToArray()) { handshake.Dispose(); }
    }

    private void Receive(Handshake handshake, ReadOnlySpan<byte> datagram)
    {
        try
        {
            handshake.Receive(context, datagram);
            Report(handshake);
        }
        catch (Exception e) when (e is not OutOfMemoryException) { Fail(handshake, e); }
    }

    private void Obey(Order order)
    {
        if (order.Fingerprint is { } fingerprint)
        {
            order.Handshake.Expect(fingerprint);
            Report(order.Handshake);
            return;
        }
        order.Handshake.Close();
        if (order.Peer is { } peer) { Send(order.Handshake, peer, HandshakeResult.None, null); }
        order.Handshake.Dispose();
        underWay.Remove(order.Handshake);
    }

    private void LookAtTimer(Handshake handshake)
    {
        if (!handshake.TryGetTimeout(out var remaining) || remaining > TimeSpan.Zero) { return; }
        handshake.OnTimeout();
        Report(handshake);
    }

    private void Report(Handshake handshake)
    {
        var result = handshake.TakeResult(out var keys);
        Send(handshake, null, result, keys);
        if (result is HandshakeResult.Failed or HandshakeResult.WrongFingerprint) { handshake.Dispose(); }

        var known = underWay.Contains(handshake);
        if (handshake.IsUnderWay && !known) { underWay.Add(handshake); }
        if (!handshake.IsUnderWay && known) { underWay.Remove(handshake); }
    }

    // The outcome goes with the last datagram: a peer that has our Finished may send media at once, and must find us ready for it.
    private void Send(Handshake handshake, TransportAddress? to, HandshakeResult result, SrtpKeys? keys)
    {
        byte[]? last = null;
        while (handshake.TryTakeDatagram(buffer, out var written))
        {
            if (last is not null) { Output(new HandshakeOutput(handshake.Transport, last, to, HandshakeResult.None, null)); }
            last = buffer.AsSpan(0, written).ToArray();
        }
        if (last is null && result == HandshakeResult.None) { return; }
        Output(new HandshakeOutput(handshake.Transport, last, to, result, keys));
    }

    private void Output(HandshakeOutput output)
    {
        outputs.Enqueue(output);
        wakeWorker();
    }

    private void Enqueue(Order order)
    {
        orders.Enqueue(order);
        wake.Set();
    }

    private TimeSpan NextTimeout()
    {
        var wait = LongestWait;
        foreach (var handshake in underWay)
        {
            if (handshake.TryGetTimeout(out var remaining) && remaining < wait) { wait = remaining; }
        }
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    // One handshake's bug ends that one.
    private void Guard(Handshake handshake, Action work)
    {
        try { work(); }
        catch (Exception e) when (e is not OutOfMemoryException) { Fail(handshake, e); }
    }

    private void Fail(Handshake handshake, Exception e)
    {
        onFault(e);
        underWay.Remove(handshake);
        handshake.Dispose();
        Output(new HandshakeOutput(handshake.Transport, null, null, HandshakeResult.Failed, null));
    }

    private readonly record struct Order(Handshake Handshake, DtlsFingerprint? Fingerprint, TransportAddress? Peer);
}

/// <summary>A datagram to send, an outcome, or both: the outcome comes after the datagram.</summary>
/// <param name="Transport">Whose handshake.</param>
/// <param name="Datagram">To send, to <paramref name="Destination"/> or else to the transport's peer.</param>
/// <param name="Destination">Where a goodbye goes: its transport is closed and knows no peer any more.</param>
/// <param name="Result">The outcome, if there is one.</param>
/// <param name="Keys">With <see cref="HandshakeResult.Keys"/>; the receiver disposes them.</param>
internal readonly record struct HandshakeOutput(
    Transport Transport, byte[]? Datagram, TransportAddress? Destination, HandshakeResult Result, SrtpKeys? Keys);
