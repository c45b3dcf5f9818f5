// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Rtp;

namespace Vigil.Rtc.Rtcp;

/// <summary>Knows which packets of one received stream are missing, and when to ask for each again. Allocates nothing after construction.</summary>
public sealed class NackGenerator
{
    /// <summary>More missing than this is not repaired packet by packet: a key frame is.</summary>
    public const int MaxMissing = 1000;

    // Within a frame packets are often swapped by less than this, and would be asked for in vain.
    private const int FirstDelay = 10;
    private const int MaxTries = 10;
    private const long ShortestInterval = 20;
    private const long LongestInterval = 500;
    private const long IntervalBeforeRoundTripIsKnown = 40;

    private readonly Missing[] missing = new Missing[MaxMissing]; // ascending: gaps open only behind the newest packet
    private int count;
    private bool keyFrameWanted;
    private bool started;
    private long newest;
    private long interval = IntervalBeforeRoundTripIsKnown;
    private SequenceUnwrapper unwrapper;

    /// <summary>How many packets are missing and not given up.</summary>
    public int MissingCount => count;

    /// <summary>Asking again before an answer can be here is waste: the round trip to the sender, in milliseconds.</summary>
    public void SetRoundTrip(long milliseconds) => interval = Math.Clamp(milliseconds, ShortestInterval, LongestInterval);

    /// <summary>A packet came, by itself or as a retransmission; true if it was missing.</summary>
    public bool OnPacket(ushort sequenceNumber, long now)
    {
        var unwrapped = unwrapper.Unwrap(sequenceNumber);
        if (!started)
        {
            started = true;
            newest = unwrapped;
            return false;
        }
        if (unwrapped <= newest) { return TryRemove(unwrapped); }

        AddGap(newest + 1, unwrapped, now);
        newest = unwrapped;
        return false;
    }

    /// <summary>The numbers whose time to be asked for (again) has come, ascending; what does not fit comes with the next call.</summary>
    public bool TryCollect(long now, Span<ushort> destination, out int collected)
    {
        collected = 0;
        var kept = 0;
        for (var i = 0; i < count; i++)
        {
            var entry = missing[i];
            if (entry.DueAt <= now && collected < destination.Length)
            {
                destination[collected++] = (ushort)entry.SequenceNumber;
                entry = new Missing(entry.SequenceNumber, now + interval, entry.Tries + 1);
            }
            // After the last try nothing asks any more; an answer to it is still welcome, just not counted as a repair.
            if (entry.Tries < MaxTries) { missing[kept++] = entry; }
        }
        count = kept;
        return collected > 0;
    }

    /// <summary>True once after too much was lost: everything missing has been dropped, only a key frame helps.</summary>
    public bool TakeKeyFrameWanted()
    {
        var wanted = keyFrameWanted;
        keyFrameWanted = false;
        return wanted;
    }

    private void AddGap(long from, long to, long now)
    {
        if (to - from > MaxMissing - count)
        {
            count = 0;
            keyFrameWanted = true;
            return;
        }
        for (var lost = from; lost < to; lost++)
        {
            missing[count++] = new Missing(lost, now + FirstDelay, 0);
        }
    }

    private bool TryRemove(long sequenceNumber)
    {
        var at = missing.AsSpan(0, count).BinarySearch(new Missing(sequenceNumber, 0, 0));
        if (at < 0) { return false; }
        missing.AsSpan((at + 1)..count).CopyTo(missing.AsSpan(at));
        count--;
        return true;
    }

    private readonly record struct Missing(long SequenceNumber, long DueAt, int Tries) : IComparable<Missing>
    {
        public int CompareTo(Missing other) => SequenceNumber.CompareTo(other.SequenceNumber);
    }
}
