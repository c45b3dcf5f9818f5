// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Rtc.Rtp;

/// <summary>Turns 32-bit RTP timestamps into 64-bit ones that never wrap, as <see cref="SequenceUnwrapper"/> does for sequence numbers.</summary>
public struct TimestampUnwrapper
{
    private bool started;
    private long newest;

    public long Unwrap(uint value)
    {
        var unwrapped = started ? newest + (int)(value - (uint)newest) : value;
        newest = started ? Math.Max(newest, unwrapped) : unwrapped;
        started = true;
        return unwrapped;
    }
}
