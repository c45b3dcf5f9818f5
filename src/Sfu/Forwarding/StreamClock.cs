// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Rtcp;

namespace Vigil.Sfu.Forwarding;

/// <summary>One publisher's clock against ours. Its first sender report fixes the distance for all its streams, so sound and picture stay together.</summary>
internal sealed class PublisherClock
{
    private ulong? distance;

    /// <summary>A time of the publisher in our clock.</summary>
    public NtpTime ToOurs(NtpTime publisher, NtpTime oursAtArrival)
    {
        distance ??= oursAtArrival.Value - publisher.Value;
        return new NtpTime(publisher.Value + distance.Value);
    }
}

/// <summary>The last sender report of one stream: the line on which its RTP timestamps lie (RFC 3550 section 6.4.1).</summary>
internal struct StreamClock(int clockRate)
{
    /// <summary>Beyond this the publisher has stopped reporting, and a guess would be worse than no report.</summary>
    private const long MaxExtrapolation = 60L << 32;

    private NtpTime reportedAt;
    private uint timestamp;
    private bool isKnown;

    public void OnSenderReport(NtpTime ours, uint rtpTimestamp) => (reportedAt, timestamp, isKnown) = (ours, rtpTimestamp, true);

    /// <summary>The RTP timestamp that belongs to a moment of our clock.</summary>
    public readonly bool TryMap(NtpTime ours, out uint rtpTimestamp)
    {
        var elapsed = (long)(ours.Value - reportedAt.Value);
        var near = elapsed is >= -MaxExtrapolation and <= MaxExtrapolation;
        rtpTimestamp = near ? timestamp + (uint)((elapsed * clockRate) >> 32) : 0;
        return isKnown && near;
    }
}
