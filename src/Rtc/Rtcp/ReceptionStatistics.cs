// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Rtp;

namespace Vigil.Rtc.Rtcp;

/// <summary>Counts how one received stream arrives, for its report blocks. RFC 3550 appendices A.1, A.3 and A.8.</summary>
/// <remarks>
/// Without A.1's probation: packets that come here have been authenticated, so the first one is as good as the third.
/// Retransmissions are not counted in: they would make jitter of the round trip.
/// </remarks>
public sealed class ReceptionStatistics(int clockRate)
{
    private const int SequenceNumbers = 1 << 16;

    // A.1: a jump by more is taken for a restart once the next packet confirms it.
    private const int MaxDropout = 3000;
    private const int MaxMisorder = 100;
    private const uint NoBadSequenceNumber = SequenceNumbers + 1;

    private bool started;
    private ushort highest;
    private uint wraps; // shifted to the upper half, as "cycles" in A.1
    private uint first;
    private uint badSequenceNumber = NoBadSequenceNumber;
    private uint received;
    private uint expectedBefore;
    private uint receivedBefore;

    private bool hasTransit;
    private uint transit;
    private ulong jitterTimes16; // wider than the 32 bits it reports: hostile timestamps may differ by all of them

    private uint lastSenderReport;
    private long lastSenderReportAt;

    /// <summary>Packets that count as received, duplicates included.</summary>
    public uint Received => received;

    /// <summary>With the count of wraps in the upper half.</summary>
    public uint HighestSequenceNumber => wraps | highest;

    /// <summary>In ticks of the stream's clock.</summary>
    public uint Jitter => (uint)(jitterTimes16 >> 4);

    /// <summary>One packet; false if its number is so far off that it is not counted (yet).</summary>
    public bool OnPacket(ushort sequenceNumber, uint timestamp, long now)
    {
        if (!TryCount(sequenceNumber)) { return false; }
        UpdateJitter(timestamp, now);
        return true;
    }

    /// <summary>A sender report of this stream: report blocks tell its sender how long ago it came, from which it learns the round trip.</summary>
    public void OnSenderReport(NtpTime ntp, long now)
    {
        lastSenderReport = ntp.Middle;
        lastSenderReportAt = now;
    }

    /// <summary>Ends the interval and reports on it.</summary>
    public ReportBlock TakeReport(uint ssrc, long now)
    {
        // A.3
        var expected = started ? HighestSequenceNumber - first + 1 : 0;
        var expectedInterval = expected - expectedBefore;
        var lostInterval = (int)(expectedInterval - (received - receivedBefore));
        (expectedBefore, receivedBefore) = (expected, received);

        var fraction = expectedInterval == 0 || lostInterval <= 0 ? 0 : ((long)lostInterval << 8) / expectedInterval;
        return new ReportBlock(
            ssrc,
            (byte)Math.Min(fraction, byte.MaxValue), // all lost would be 256
            (int)(expected - received),
            HighestSequenceNumber,
            Jitter,
            lastSenderReport,
            lastSenderReport == 0 ? 0 : (uint)((now - lastSenderReportAt) * 65536 / 1000));
    }

    // A.1, update_seq
    private bool TryCount(ushort sequenceNumber)
    {
        if (!started) { Restart(sequenceNumber); }

        var ahead = (ushort)(sequenceNumber - highest);
        if (ahead < MaxDropout)
        {
            if (sequenceNumber < highest) { wraps += SequenceNumbers; }
            highest = sequenceNumber;
        }
        else if (ahead <= SequenceNumbers - MaxMisorder)
        {
            if (sequenceNumber != badSequenceNumber)
            {
                badSequenceNumber = (ushort)(sequenceNumber + 1);
                return false;
            }
            // Two in a row: the sender started anew without telling.
            Restart(sequenceNumber);
        }
        received++;
        return true;
    }

    private void Restart(ushort sequenceNumber)
    {
        started = true;
        first = highest = sequenceNumber;
        wraps = 0;
        badSequenceNumber = NoBadSequenceNumber;
        received = receivedBefore = expectedBefore = 0;
        hasTransit = false;
    }

    // A.8, with the estimate kept times 16 so that rounding does not eat small differences.
    private void UpdateJitter(uint timestamp, long now)
    {
        var previous = transit;
        transit = (uint)(now * clockRate / 1000) - timestamp;
        if (hasTransit)
        {
            var difference = (ulong)Math.Abs((long)(int)(transit - previous));
            jitterTimes16 += difference - ((jitterTimes16 + 8) >> 4);
        }
        hasTransit = true;
    }

}
