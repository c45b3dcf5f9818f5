// SPDX-License-Identifier: Apache-2.0
using System.Threading.Channels;
using Vigil.Rtc.Dtls;
using Vigil.Rtc.Net;
using Vigil.Sfu.Forwarding;
using Vigil.Sfu.Memory;
using Vigil.Sfu.Native;
using Vigil.Sfu.Ortc;

namespace Vigil.Sfu.Workers;

/// <summary>One packet thread with its socket: waits, reads a batch, works it off, does commands and timers, sends what came of it.</summary>
internal sealed class WorkerThread : IDisposable
{
    /// <summary>The longest wait: what the wheel is asked to look ahead, and how late a change of the clock is noticed.</summary>
    private const int LongestWait = 50;

    /// <summary>Commands per turn: more would hold packets up for longer than a frame.</summary>
    private const int CommandsPerTurn = 64;

    private const int CommandQueue = 1024;

    private readonly Func<long> clock;
    private readonly Action<Exception> onFault;
    private readonly UdpSocket socket;
    private readonly WakeEvent wake = new();
    private readonly HandshakeThread handshakes;
    private readonly Worker worker;
    private readonly DropCounters drops = new();
    private readonly PacketSlab slab;
    private readonly SendBatch batch;
    private readonly int[] receiveSlots = new int[UdpSocket.BatchSize];
    private readonly Thread thread;
    private readonly Channel<WorkerCommand> commands = Channel.CreateBounded<WorkerCommand>(
        new BoundedChannelOptions(CommandQueue) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    // Reading the channel takes a lock: this says without one whether there is anything to read.
    private int commandsWaiting;
    private int received;
    private int next;
    private volatile bool isStopping;

    public WorkerThread(
        SfuOptions options, int index, DtlsContext context, DtlsFingerprint fingerprint, Func<long> clock, Action<Exception> onFault)
    {
        this.clock = clock;
        this.onFault = onFault;
        socket = new UdpSocket(options.ListenAddress, options.Port == 0 ? 0 : options.Port + index, drops);
        handshakes = new HandshakeThread(context, fingerprint, $"vigil-dtls-{index}", wake.Set, onFault);
        slab = new PacketSlab(options.SlabSlots);
        batch = new SendBatch(socket);
        worker = new Worker(slab, batch, drops, handshakes, options.Tap, clock());
        for (var i = 0; i < receiveSlots.Length; i++) { RenewReceiveSlot(i); }
        thread = new Thread(Run) { IsBackground = true, Name = $"vigil-media-{index}" };
    }

    public int Port => socket.Port;

    public DropCounters Drops => drops;

    public WorkerCounters ReadCounters() => worker.ReadCounters();

    public void Start()
    {
        handshakes.Start();
        thread.Start();
    }

    /// <summary>Runs on the packet thread and comes back. A full queue makes the caller wait, not the packets.</summary>
    public async Task<T> InvokeAsync<T>(Func<long, T> work, CancellationToken cancellation)
    {
        var command = new WorkerCommand<T>(work);
        try { await commands.Writer.WriteAsync(command, cancellation).ConfigureAwait(false); }
        catch (ChannelClosedException) { throw new ObjectDisposedException(nameof(MediaPlane)); }
        Interlocked.Increment(ref commandsWaiting);
        wake.Set();
        // From here on it will be done; an answer that nobody waits for could not be undone.
        return await command.Completion.ConfigureAwait(false);
    }

    /// <summary>A new meeting's state. Its methods are for this thread only.</summary>
    public RouterState NewRouter(IReadOnlyList<IceCandidate> candidates, Action<MediaEvent> raise) => new(worker, candidates, raise);

    public void Dispose()
    {
        isStopping = true;
        commands.Writer.TryComplete();
        wake.Set();
        if (thread.IsAlive) { thread.Join(); }
        handshakes.Dispose();
        socket.Dispose();
        wake.Dispose();
    }

    private void Run()
    {
        while (!isStopping)
        {
            // The one place that catches: an exception is a bug, and ends the transport it happened in.
            try { Turn(); }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                onFault(e);
                worker.OnFault();
            }
        }
        Stop();
    }

    /// <remarks>
    /// (1) wait      <see cref="UdpSocket.Wait"/>          for a datagram, a command or the next timer
    /// (2) packets   <see cref="Worker.OnDatagram"/>       at most one batch
    /// (3) commands  <see cref="WorkerCommand.Run"/>
    /// (4) DTLS      <see cref="HandshakeThread.TryTake"/>
    /// (5) timers    <see cref="Worker.OnTimers"/>
    /// (6) send      <see cref="SendBatch.Flush"/>
    /// </remarks>
    private void Turn()
    {
        // (1) What an exception left over comes first.
        if (next == received) { Receive(); }
        var now = clock();
        // (2)
        while (next < received) { TakeDatagram(next++, now); }
        // (3)
        RunCommands(now);
        // (4)
        while (handshakes.TryTake(out var output)) { OnHandshake(output, now); }
        // (5)
        worker.OnTimers(now);
        // (6)
        batch.Flush();
    }

    private void RunCommands(long now)
    {
        for (var i = 0; i < CommandsPerTurn && Volatile.Read(ref commandsWaiting) > 0 && commands.Reader.TryRead(out var command); i++)
        {
            Interlocked.Decrement(ref commandsWaiting);
            command.Run(now);
        }
    }

    private void Receive()
    {
        var isBusy = received == UdpSocket.BatchSize || Volatile.Read(ref commandsWaiting) > 0;
        (received, next) = (0, 0);
        var timeout = isBusy ? 0 : worker.Timers.MillisecondsUntilNext(clock(), LongestWait);
        if (socket.Wait(wake, timeout)) { received = socket.Receive(); }
    }

    private void TakeDatagram(int index, long now)
    {
        var reason = socket.Read(index, out var length, out var from);
        if (reason != DropReason.None) { drops.Add(reason); return; }
        try { worker.OnDatagram(receiveSlots[index], length, from, now); }
        finally
        {
            // Also when it threw: a slot that is both cached and received into would be two packets at once.
            if (worker.IsSlotKept) { RenewReceiveSlot(index); }
        }
    }

    // Never without a slot: a packet is only kept while another slot is free.
    private void RenewReceiveSlot(int index)
    {
        if (!slab.TryTake(out var slot)) { throw new InvalidOperationException("A packet was kept without a slot to replace it."); }
        receiveSlots[index] = slot;
        socket.SetReceiveSlot(index, slab.AddressOf(slot));
    }

    private void OnHandshake(in HandshakeOutput output, long now)
    {
        worker.Working = output.Transport;
        if (output.Datagram is { } datagram) { SendHandshake(output, datagram); }
        if (output.Keys is { } keys)
        {
            if (output.Transport.IsClosed) { keys.Dispose(); }
            else { output.Transport.OnKeys(keys, now); }
        }
        if (output.Result is not (HandshakeResult.Failed or HandshakeResult.WrongFingerprint)) { return; }
        drops.Add(output.Result == HandshakeResult.Failed ? DropReason.HandshakeFailed : DropReason.WrongFingerprint);
        output.Transport.Router.CloseTransport(output.Transport, TransportCloseReason.Dtls);
    }

    private void SendHandshake(in HandshakeOutput output, byte[] datagram)
    {
        if (output.Destination is not { } destination) { output.Transport.SendDtls(datagram); return; }
        datagram.CopyTo(batch.Room);
        batch.Commit(datagram.Length, destination);
    }

    private void Stop()
    {
        worker.CloseAll();
        while (commands.Reader.TryRead(out var command)) { command.Refuse(); }
        // Ends the handshake thread first, so that the goodbyes it wrote are all here.
        handshakes.Stop();
        while (handshakes.TryTake(out var output)) { OnHandshake(output, clock()); }
        batch.Flush();
    }
}
