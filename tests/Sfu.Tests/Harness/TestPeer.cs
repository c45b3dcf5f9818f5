// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Vigil.Rtc.Net;
using Vigil.Rtc.Rtcp;
using Vigil.Rtc.Rtp;
using Vigil.Rtc.Srtp;

namespace Vigil.Sfu.Tests.Harness;

internal sealed record ReceivedRtp(byte PayloadType, uint Ssrc, ushort Number, uint Timestamp, bool Marker, string? Mid, byte[] Payload);

internal sealed record ReceivedReport(uint Ssrc, SenderInfo Info);

/// <summary>A client's end of SRTP: protects what a test sends, opens and sorts what the SFU sends.</summary>
internal sealed class TestPeer : IDisposable
{
    private readonly SrtpSender sender;
    private readonly SrtpReceiver receiver;

    public TestPeer(SrtpKeys keys)
    {
        sender = new SrtpSender(keys.Profile, keys.ClientKey, keys.ClientSalt);
        receiver = new SrtpReceiver(keys.Profile, keys.ServerKey, keys.ServerSalt);
    }

    public List<ReceivedRtp> Rtp { get; } = [];

    public List<ushort> Nacked { get; } = [];

    public List<uint> PictureLosses { get; } = [];

    public List<ReceivedReport> SenderReports { get; } = [];

    public List<ReportBlock> ReportBlocks { get; } = [];

    public List<ulong> Rembs { get; } = [];

    /// <summary>The id under which the SFU writes the mid.</summary>
    public const byte RouterMidId = 1;

    public static SrtpKeys NewKeys(SrtpProfile profile = SrtpProfile.AeadAes128Gcm) =>
        new(profile, RandomNumberGenerator.GetBytes(SrtpKeys.ExportedLength(profile)));

    public byte[] ProtectRtp(ReadOnlySpan<byte> packet)
    {
        var bytes = new byte[2048];
        var length = sender.ProtectRtp(packet, bytes);
        Assert.NotEqual(0, length);
        return bytes[..length];
    }

    public delegate bool Compose(ref RtcpWriter writer);

    public byte[] ProtectRtcp(Compose compose)
    {
        var plain = new byte[1200];
        var writer = new RtcpWriter(plain);
        Assert.True(compose(ref writer));
        var bytes = new byte[1400];
        return bytes[..sender.ProtectRtcp(plain.AsSpan(0, writer.Length), bytes)];
    }

    public void Receive(byte[] datagram)
    {
        switch (Demultiplexer.Classify(datagram))
        {
            case PacketKind.Rtp: ReceiveRtp(datagram); break;
            case PacketKind.Rtcp: ReceiveRtcp(datagram); break;
            default: break;
        }
    }

    public void Dispose()
    {
        sender.Dispose();
        receiver.Dispose();
    }

    private void ReceiveRtp(byte[] datagram)
    {
        Assert.Equal(DropReason.None, receiver.UnprotectRtp(datagram, out var length));
        Assert.True(RtpPacket.TryParse(datagram.AsSpan(0, length), out var packet));
        var mid = packet.TryGetExtension(RouterMidId, out var value) ? Encoding.UTF8.GetString(value) : null;
        Rtp.Add(new ReceivedRtp(
            packet.PayloadType, packet.Ssrc, packet.SequenceNumber, packet.Timestamp, packet.Marker, mid, packet.Payload.ToArray()));
    }

    private void ReceiveRtcp(byte[] datagram)
    {
        Assert.Equal(DropReason.None, receiver.UnprotectRtcp(datagram, out var length));
        var reader = new RtcpReader(datagram.AsSpan(0, length));
        while (reader.TryReadNext(out var packet))
        {
            foreach (var lost in packet.LostPackets) { Nacked.Add(lost); }
            foreach (var block in packet.ReportBlocks) { ReportBlocks.Add(block); }
            if (packet.Kind == RtcpKind.PictureLossIndication) { PictureLosses.Add(packet.MediaSsrc); }
            if (packet.Kind == RtcpKind.SenderReport) { SenderReports.Add(new ReceivedReport(packet.SenderSsrc, packet.SenderInfo)); }
            if (packet.Kind == RtcpKind.Remb) { Rembs.Add(packet.RembBitrate); }
        }
        Assert.False(reader.Malformed);
    }

    /// <summary>An RTX packet's original number and payload (RFC 4588 section 4).</summary>
    public static (ushort Number, byte[] Payload) OpenRtx(ReceivedRtp rtx) =>
        (BinaryPrimitives.ReadUInt16BigEndian(rtx.Payload), rtx.Payload[2..]);
}
