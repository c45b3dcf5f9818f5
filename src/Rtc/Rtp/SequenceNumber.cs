// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Rtc.Rtp;

/// <summary>A 16-bit RTP sequence number, compared around its wrap.</summary>
public readonly record struct SequenceNumber(ushort Value)
{
    /// <summary>Steps from <paramref name="other"/> to here: positive if this one is newer, at most half the circle.</summary>
    public int DistanceFrom(SequenceNumber other) => (short)(Value - other.Value);

    public bool IsNewerThan(SequenceNumber other) => DistanceFrom(other) > 0;

    public SequenceNumber Plus(int steps) => new((ushort)(Value + steps));
}
