// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Vigil.Rtc.Dtls;

namespace Vigil.Rtc.Tests.Dtls;

/// <summary>Carries datagrams between a <see cref="DtlsServer"/> and a UDP socket of the loopback, and loses those it is told to.</summary>
internal sealed class DtlsLoopback : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private EndPoint peer = new IPEndPoint(IPAddress.Any, 0);

    public DtlsLoopback(DtlsContext context)
    {
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Server = new DtlsServer(context);
    }

    public DtlsServer Server { get; }

    public int Port => ((IPEndPoint)socket.LocalEndPoint!).Port;

    public List<byte[]> Received { get; } = [];

    public List<byte[]> Sent { get; } = [];

    /// <summary>By number, from 0: is this datagram lost on its way?</summary>
    public Func<int, bool> LosesIncoming { get; set; } = _ => false;

    public Func<int, bool> LosesOutgoing { get; set; } = _ => false;

    /// <summary>Goes on until the condition holds; fails the test when patience ends.</summary>
    public void RunUntil(Func<bool> condition)
    {
        var started = Stopwatch.GetTimestamp();
        var buffer = new byte[4096];
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, $"state {Server.State} {Server.Problem}, in {Received.Count}, out {Sent.Count}");
            var wait = Server.TryGetTimeout(out var remaining) && remaining < TimeSpan.FromMilliseconds(20) ? remaining : TimeSpan.FromMilliseconds(20);
            if (socket.Poll(wait, SelectMode.SelectRead)) { Receive(buffer); } else { Server.OnTimeout(); }
            SendAll(buffer);
        }
    }

    public void Dispose()
    {
        Server.Dispose();
        socket.Dispose();
    }

    private void Receive(byte[] buffer)
    {
        int length;
        // A refused port of a client that ended comes back as an error here.
        try { length = socket.ReceiveFrom(buffer, ref peer); }
        catch (SocketException) { return; }
        Received.Add(buffer[..length]);
        if (!LosesIncoming(Received.Count - 1)) { Server.Receive(buffer.AsSpan(0, length)); }
    }

    private void SendAll(byte[] buffer)
    {
        while (Server.TryTakeDatagram(buffer, out var length))
        {
            Assert.InRange(length, 13, DtlsServer.MaxDatagramLength);
            Sent.Add(buffer[..length]);
            if (!LosesOutgoing(Sent.Count - 1)) { socket.SendTo(buffer.AsSpan(0, length), peer); }
        }
    }
}
