// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Net;
using Vigil.Rtc.Rtcp;
using Vigil.Rtc.Rtp;
using Vigil.Sfu.Memory;
using Vigil.Sfu.Ortc;
using Vigil.Sfu.Workers;

namespace Vigil.Sfu.Forwarding;

/// <summary>One received RTP stream: its numbers, its losses, its statistics and the cache of its last packets.</summary>
internal sealed class ReceivedStream
{
    /// <summary>At 2.5 Mbit/s about two seconds of video; a power of two.</summary>
    private const int VideoCache = 512;

    /// <summary>2.5 seconds of 20 ms of sound; a power of two.</summary>
    private const int AudioCache = 128;

    /// <summary>Later than this nobody waits for a packet any more.</summary>
    private const int CacheMilliseconds = 2000;

    /// <summary>How often missing packets are looked at; the generator itself decides which are due.</summary>
    private const int NackMilliseconds = 10;

    private readonly Worker worker;
    private readonly PacketCache cache;
    private readonly ReceptionStatistics statistics;
    private readonly ForwardNumbering numbering = new();
    private readonly NackGenerator? nack;
    private readonly WheelTimer nackTimer;
    private SequenceUnwrapper unwrapper;
    private StreamClock clock;
    private long newest = long.MinValue;

    public ReceivedStream(Worker worker, Producer producer, NegotiatedEncoding encoding)
    {
        this.worker = worker;
        Producer = producer;
        Ssrc = encoding.Ssrc;
        RtxSsrc = encoding.RtxSsrc;
        Rid = encoding.Rid;
        var isVideo = producer.Parameters.IsVideo;
        var clockRate = producer.Parameters.Codec.ClockRate;
        cache = new PacketCache(worker.Slab, isVideo ? VideoCache : AudioCache);
        statistics = new ReceptionStatistics(clockRate);
        clock = new StreamClock(clockRate);
        // Sound repairs itself with in-band FEC; a packet that is asked for comes too late.
        nack = isVideo ? new NackGenerator() : null;
        nackTimer = new WheelTimer(AskForMissing);
        KeyFrames = new KeyFrameRequests(worker.Timers, AskForKeyFrame);
    }

    public Producer Producer { get; }

    /// <summary>Null until the first packet, if the stream was announced by its rid.</summary>
    public uint? Ssrc { get; private set; }

    public uint? RtxSsrc { get; private set; }

    public string? Rid { get; }

    public byte PayloadType => Producer.Parameters.PayloadType;

    public byte? RtxPayloadType => Producer.Parameters.RtxPayloadType;

    public KeyFrameRequests KeyFrames { get; }

    public void Latch(uint ssrc, bool isRtx)
    {
        if (isRtx) { RtxSsrc = ssrc; }
        else { Ssrc = ssrc; }
    }

    /// <summary>Takes one packet, by itself or recovered from RTX.</summary>
    /// <remarks>
    /// (1) count it            <see cref="ReceptionStatistics.OnPacket"/>   not what came again: jitter would be the round trip
    /// (2) note gaps           <see cref="NackGenerator.OnPacket"/>
    /// (3) leave out probes    <see cref="ForwardNumbering.Skip"/>
    /// (4) keep it             <see cref="PacketCache.TryStore"/>           answers NACKs later
    /// (5) offer it to all     <see cref="Producer.Forward"/>
    /// </remarks>
    public void OnPacket(int slot, in RtpPacket packet, bool isRecovered, long now)
    {
        if (packet.PayloadType != PayloadType) { worker.Drops.Add(DropReason.UnknownPayloadType); return; }
        // (1)
        if (!isRecovered) { statistics.OnPacket(packet.SequenceNumber, packet.Timestamp, now); }
        // (2)
        NoteGaps(packet.SequenceNumber, now);
        var number = unwrapper.Unwrap(packet.SequenceNumber);
        // (3)
        if (packet.Payload.IsEmpty)
        {
            numbering.Skip(number);
            worker.Drops.Add(DropReason.PaddingOnly);
            return;
        }
        if (cache.Contains(number)) { worker.Drops.Add(DropReason.Replayed); return; }
        if (Producer.IsPaused) { worker.Drops.Add(DropReason.ProducerPaused); return; }
        // (4)
        var isKept = TryKeep(number, slot, now);
        // (5)
        var source = Describe(number, isKept ? slot : -1, packet);
        Producer.Forward(packet, source, now);
    }

    public void OnSenderReport(in SenderInfo info, long now)
    {
        statistics.OnSenderReport(info.Ntp, now);
        clock.OnSenderReport(Producer.Transport.Clock.ToOurs(info.Ntp, NtpTime.FromMilliseconds(now)), info.Rtp.Value);
    }

    /// <summary>The stream's timestamp at a moment of our clock; not before its first sender report.</summary>
    public bool TryMapTime(NtpTime ours, out uint rtpTimestamp) => clock.TryMap(ours, out rtpTimestamp);

    /// <summary>The report block of the last interval; null if nothing ever came.</summary>
    public ReportBlock? TakeReport(long now) =>
        Ssrc is { } ssrc && statistics.Received > 0 ? statistics.TakeReport(ssrc, now) : null;

    public void FreeOldPackets(long now) => cache.FreeOlderThan(now - CacheMilliseconds);

    public void Close()
    {
        TimerWheel.Clear(nackTimer);
        KeyFrames.Stop();
        cache.FreeAll();
    }

    private ForwardedPacket Describe(long number, int slot, in RtpPacket packet)
    {
        var isNewest = number > newest;
        newest = Math.Max(newest, number);
        Vp8PayloadDescriptor descriptor = default;
        var startsFrame = Producer.Parameters.IsVideo
            && Vp8PayloadDescriptor.TryParse(packet.Payload, out descriptor) && descriptor.StartsFrame;
        return new ForwardedPacket(
            numbering.Number(number), slot, slot < 0 ? 0 : worker.Slab.Generation(slot), isNewest,
            startsFrame, startsFrame && Vp8PayloadDescriptor.IsKeyFrame(packet.Payload));
    }

    // A worker out of memory still forwards; only repair suffers, and the count says so.
    private bool TryKeep(long number, int slot, long now)
    {
        if (worker.Slab.FreeSlots == 0) { worker.Drops.Add(DropReason.SlabFull); return false; }
        if (!cache.TryStore(number, slot, now)) { return false; }
        worker.IsSlotKept = true;
        return true;
    }

    private void NoteGaps(ushort sequenceNumber, long now)
    {
        if (nack is null) { return; }
        nack.OnPacket(sequenceNumber, now);
        if (nack.TakeKeyFrameWanted()) { Producer.RequestKeyFrame(now); }
        if (nack.MissingCount > 0 && !nackTimer.IsSet) { worker.Timers.Set(nackTimer, now + NackMilliseconds); }
    }

    private void AskForMissing(long now)
    {
        Span<ushort> missing = stackalloc ushort[256];
        if (nack is null || Ssrc is not { } ssrc) { return; }
        worker.Working = Producer.Transport;
        if (nack.TryCollect(now, missing, out var count)) { Producer.Transport.SendNack(ssrc, missing[..count]); }
        if (nack.MissingCount > 0) { worker.Timers.Set(nackTimer, now + NackMilliseconds); }
    }

    private void AskForKeyFrame(long now)
    {
        worker.Working = Producer.Transport;
        if (Ssrc is { } ssrc) { Producer.Transport.SendPictureLossIndication(ssrc); }
    }
}
