// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Vigil.Rtc.Net;
using Vigil.Rtc.Srtp;
using Vigil.Sfu.Ortc;

namespace Vigil.Sfu.Tests.Harness;

/// <summary>A client over a real socket: ICE check, DTLS, SRTP. Everything happens on the test's thread, in <see cref="PumpUntil"/>.</summary>
internal sealed class UdpPeer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly TransportInfo info;
    private readonly byte[] buffer = new byte[2048];

    public UdpPeer(TransportInfo info, SrtpProfile profile = SrtpProfile.AeadAes128Gcm)
    {
        this.info = info;
        Dtls = new DtlsClient(profile);
        socket.ReceiveBufferSize = 4 * 1024 * 1024;
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var candidate = info.IceCandidates[0];
        socket.Connect(IPAddress.Parse(candidate.Ip), candidate.Port);
    }

    public DtlsClient Dtls { get; }

    public DtlsParameters DtlsParameters => new("client", [Dtls.Fingerprint]);

    public TestPeer Media { get; private set; } = null!;

    public int Checked { get; private set; }

    /// <summary>Passes the ICE check, then the handshake, as far as the client's side of it goes.</summary>
    public void Connect()
    {
        CheckIce();
        Dtls.Step(null);
        SendDtls();
        PumpUntil(() => Dtls.IsConnected);
        using var keys = Dtls.ExportKeys();
        Media = new TestPeer(keys);
    }

    public void CheckIce()
    {
        var wanted = Checked + 1;
        socket.Send(StunClient.BindingRequest(info.IceParameters.UsernameFragment, info.IceParameters.Password));
        PumpUntil(() => Checked == wanted);
    }

    public void SendRaw(ReadOnlySpan<byte> datagram) => socket.Send(datagram);

    public void SendRtp(ReadOnlySpan<byte> packet) => socket.Send(Media.ProtectRtp(packet));

    public void SendRtcp(TestPeer.Compose compose) => socket.Send(Media.ProtectRtcp(compose));

    public void SayGoodbye()
    {
        Dtls.SayGoodbye();
        SendDtls();
    }

    /// <summary>Receives until the condition holds; fails the test if it never does.</summary>
    public void PumpUntil(Func<bool> condition)
    {
        var started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, "the condition did not come true");
            if (socket.Poll(20_000, SelectMode.SelectRead)) { Receive(); }
        }
    }

    public void Dispose()
    {
        Media?.Dispose();
        Dtls.Dispose();
        socket.Dispose();
    }

    private void Receive()
    {
        var datagram = buffer[..socket.Receive(buffer)];
        switch (Demultiplexer.Classify(datagram))
        {
            case PacketKind.Stun when StunClient.IsSuccess(datagram): Checked++; break;
            case PacketKind.Dtls:
                Dtls.Step(datagram);
                SendDtls();
                break;
            case PacketKind.Rtp or PacketKind.Rtcp: Media.Receive(datagram); break;
            default: break;
        }
    }

    private void SendDtls()
    {
        foreach (var datagram in Dtls.TakeDatagrams()) { socket.Send(datagram); }
    }
}
