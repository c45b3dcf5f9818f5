// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Rtc.Rtp;

/// <summary>A 32-bit RTP timestamp in ticks of its codec's clock, compared around its wrap.</summary>
public readonly record struct RtpTimestamp(uint Value)
{
    /// <summary>Ticks from <paramref name="other"/> to here: positive if this one is newer, at most half the circle.</summary>
    public int DistanceFrom(RtpTimestamp other) => (int)(Value - other.Value);

    public bool IsNewerThan(RtpTimestamp other) => DistanceFrom(other) > 0;

    public RtpTimestamp Plus(int ticks) => new(Value + (uint)ticks);
}
