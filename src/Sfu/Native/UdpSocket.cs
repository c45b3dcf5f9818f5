// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Vigil.Rtc.Net;
using Vigil.Sfu.Memory;
using Vigil.Sfu.Workers;

namespace Vigil.Sfu.Native;

/// <summary>One worker's UDP socket: up to 64 datagrams per system call, each way, from and into pinned memory.</summary>
/// <remarks>
/// recvmmsg and sendmmsg instead of the framework's calls: those throw when there is nothing to read, which is the end of
/// every batch. The framework still makes, binds and closes the socket.
/// </remarks>
internal sealed class UdpSocket : IBatchSender, IDisposable
{
    public const int BatchSize = 64;

    /// <summary>A key frame for 200 receivers is megabytes at once; the system's default of 208 KiB would lose it.</summary>
    private const int BufferBytes = 4 * 1024 * 1024;

    private readonly Socket socket;
    private readonly int descriptor;
    private readonly DropCounters drops;
    private readonly MessageVector incoming = new(BatchSize);
    private readonly MessageVector outgoing = new(SendBatch.Capacity);

    public UdpSocket(IPAddress address, int port, DropCounters drops)
    {
        this.drops = drops;
        socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            IsIPv6 = address.AddressFamily == AddressFamily.InterNetworkV6;
            if (IsIPv6) { socket.DualMode = true; }
            socket.ReceiveBufferSize = BufferBytes;
            socket.SendBufferSize = BufferBytes;
            socket.Bind(new IPEndPoint(address, port));
            Port = ((IPEndPoint)socket.LocalEndPoint!).Port;
            descriptor = (int)socket.Handle;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public int Port { get; }

    private bool IsIPv6 { get; }

    /// <summary>Waits for a datagram, the wake event or the end of the time.</summary>
    public bool Wait(WakeEvent wake, int timeoutMilliseconds) => wake.Wait(descriptor, timeoutMilliseconds);

    /// <summary>Says where datagram <paramref name="index"/> of the next batch goes.</summary>
    public void SetReceiveSlot(int index, nint address) => incoming.SetBuffer(index, address, PacketSlab.SlotSize);

    /// <summary>Reads what is there, at most <see cref="BatchSize"/> datagrams, without waiting.</summary>
    public int Receive() => incoming.Receive(descriptor);

    /// <summary>One datagram of the last <see cref="Receive"/>.</summary>
    public DropReason Read(int index, out int length, out TransportAddress from)
    {
        length = incoming.Length(index);
        if (incoming.WasTruncated(index)) { from = default; return DropReason.TooLong; }
        return SocketName.TryRead(incoming.Name(index), out from) ? DropReason.None : DropReason.UnknownAddress;
    }

    /// <inheritdoc/>
    public void Send(SendBatch batch)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            outgoing.SetBuffer(i, batch.AddressOf(i), batch.LengthOf(i));
            outgoing.SetNameLength(i, SocketName.Write(batch.DestinationOf(i), IsIPv6, outgoing.Name(i)));
        }
        for (var sent = 0; sent < batch.Count;)
        {
            var count = outgoing.Send(descriptor, sent, batch.Count - sent, out var error);
            if (count > 0) { sent += count; continue; }
            if (error == Libc.Interrupted) { continue; }
            if (error == Libc.WouldBlock)
            {
                // The send buffer is full: waiting would hold up every meeting of this worker. Receivers ask again for what they miss.
                for (; sent < batch.Count; sent++) { drops.Add(DropReason.SendQueueFull); }
                return;
            }
            // This one destination cannot be reached (no route, refused by a filter): the others can.
            drops.Add(DropReason.SendFailed);
            sent++;
        }
    }

    public void Dispose() => socket.Dispose();
}
