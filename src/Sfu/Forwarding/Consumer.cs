// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using Vigil.Rtc.Net;
using Vigil.Rtc.Rtcp;
using Vigil.Rtc.Rtp;
using Vigil.Sfu.Ortc;
using Vigil.Sfu.Workers;

namespace Vigil.Sfu.Forwarding;

/// <summary>One producer's track as one receiver gets it: own SSRC, numbers, payload types and header extensions.</summary>
internal sealed class Consumer
{
    private readonly Worker worker;
    private readonly NegotiatedConsumer parameters;
    private readonly RtpRewriter rewriter;
    private readonly SentPackets? sent;
    private readonly uint timestampOffset;
    private readonly byte[] cname;
    private ConsumerNumbering numbering;
    private ushort nextRtx;
    private bool isWaiting = true;
    private uint packetCount;
    private uint octetCount;

    public Consumer(Worker worker, Transport transport, Producer producer, string id, NegotiatedConsumer parameters)
    {
        this.worker = worker;
        this.parameters = parameters;
        Transport = transport;
        Producer = producer;
        Id = id;
        rewriter = new RtpRewriter(producer.Parameters.ExtensionIds, parameters.ExtensionIds, parameters.Mid);
        sent = parameters.RtxSsrc is null ? null : new SentPackets();
        cname = Encoding.ASCII.GetBytes(producer.Transport.Cname);
        // Random starts (RFC 3550 section 5.1), numbers in the lower half so that an early loss cannot hide a wrap (RFC 3711 section 3.3.1).
        numbering = new ConsumerNumbering((ushort)RandomNumberGenerator.GetInt32(1, 0x7FFF));
        nextRtx = (ushort)RandomNumberGenerator.GetInt32(1, 0x7FFF);
        timestampOffset = (uint)RandomNumberGenerator.GetInt32(int.MaxValue);
    }

    public string Id { get; }

    public Transport Transport { get; }

    public Producer Producer { get; }

    public uint Ssrc => parameters.Ssrc;

    /// <summary>The publisher's, so that its streams play in sync.</summary>
    public ReadOnlySpan<byte> Cname => cname;

    /// <summary>A client first learns of its consumer, then resumes it: packets from before would be lost on it.</summary>
    public bool IsPaused { get; private set; } = true;

    public void SetPaused(bool paused, long now)
    {
        if (IsPaused == paused) { return; }
        IsPaused = paused;
        if (paused) { return; }
        StartAnew();
        RequestKeyFrame(now);
    }

    /// <summary>The next packet is one that can be decoded on its own, with the number after the last one.</summary>
    public void StartAnew() => isWaiting = true;

    /// <summary>Not before the receiver is connected: that key frame would be spent on nobody, and the next one wait for the throttle.</summary>
    public void RequestKeyFrame(long now)
    {
        if (!IsPaused && Transport.IsConnected) { Producer.RequestKeyFrame(now); }
    }

    /// <summary>Sends the packet if this receiver can use it.</summary>
    /// <remarks>
    /// (1) is it wanted       <see cref="TryStart"/>               video starts at a key frame
    /// (2) number it          <see cref="ConsumerNumbering.TryMap"/>
    /// (3) write it anew      <see cref="RtpRewriter.TryWrite"/>
    /// (4) encrypt and queue  <see cref="Transport.SendRtp"/>
    /// (5) remember it        <see cref="SentPackets.Add"/>        for its NACK
    /// </remarks>
    public DropReason TrySend(in RtpPacket packet, in ForwardedPacket source, long now)
    {
        // (1)
        if (IsPaused) { return DropReason.ConsumerPaused; }
        if (!Transport.IsConnected) { return DropReason.NotConnected; }
        if (isWaiting && !TryStart(source, now)) { return DropReason.WaitingForKeyFrame; }
        // (2) From before the pause: its number was given to a packet after it.
        if (!numbering.TryMap(source.Number, out var number)) { return DropReason.TooOld; }
        // (3)
        var header = new OutgoingRtp(parameters.PayloadType, parameters.Ssrc, number, packet.Timestamp + timestampOffset);
        if (!rewriter.TryWrite(packet, header, now, worker.Scratch, out var length)) { return DropReason.TooLong; }
        // (4)
        var refused = Transport.SendRtp(worker.Scratch.AsSpan(0, length));
        if (refused != DropReason.None) { return refused; }
        worker.CountForwarded(length);
        packetCount++;
        octetCount += (uint)packet.Payload.Length;
        // (5)
        sent?.Add(number, source.Slot, source.Generation);
        return DropReason.None;
    }

    /// <summary>Answers one number of a NACK from the producer's cache, and only on the RTX stream (RFC 4588).</summary>
    /// <remarks>Sent again under its own number it would be a second packet under one GCM nonce as soon as one byte differs.</remarks>
    public DropReason TryResend(ushort number, long now)
    {
        if (IsPaused) { return DropReason.ConsumerPaused; }
        if (sent is null || parameters is not { RtxPayloadType: { } payloadType, RtxSsrc: { } ssrc }) { return DropReason.NotInCache; }
        if (!sent.TryResend(number, now, out var slot, out var generation)) { return DropReason.RateLimited; }
        if (!worker.Slab.TryGetPacket(slot, generation, out var cached)) { return DropReason.NotInCache; }
        if (!RtpPacket.TryParse(cached, out var packet)) { return DropReason.NotRtp; }

        var header = new OutgoingRtp(payloadType, ssrc, nextRtx, packet.Timestamp + timestampOffset);
        if (!rewriter.TryWriteRetransmission(packet, header, number, now, worker.Scratch, out var length)) { return DropReason.TooLong; }
        var refused = Transport.SendRtp(worker.Scratch.AsSpan(0, length));
        if (refused != DropReason.None) { return refused; }
        nextRtx++;
        worker.CountResent();
        return DropReason.None;
    }

    /// <summary>Where this stream stands on our clock; false before it sent anything or before the publisher's first report.</summary>
    public bool TryReport(NtpTime ours, out SenderInfo info)
    {
        info = default;
        if (packetCount == 0 || !Producer.Stream.TryMapTime(ours, out var timestamp)) { return false; }
        info = new SenderInfo(ours, new RtpTimestamp(timestamp + timestampOffset), packetCount, octetCount);
        return true;
    }

    // A late key frame's first packet does not count: what follows it was not sent to this receiver and will not come again.
    private bool TryStart(in ForwardedPacket source, long now)
    {
        if (Producer.Parameters.IsVideo && !(source.StartsKeyFrame && source.IsNewest))
        {
            // The request or its key frame may be lost on the way: frames that go by are the reminder.
            if (source.StartsFrame) { Producer.RequestKeyFrame(now); }
            return false;
        }
        numbering.Start(source.Number);
        isWaiting = false;
        return true;
    }
}
