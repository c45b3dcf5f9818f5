// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Rtc.Rtp;

/// <summary>Turns 16-bit sequence numbers into 64-bit ones that never wrap. The first one keeps its value.</summary>
/// <remarks>Measured against the newest so far, so that late packets do not pull the reference back. A packet from before the first may be negative.</remarks>
public struct SequenceUnwrapper
{
    private bool started;
    private long newest;

    public long Unwrap(ushort value)
    {
        var unwrapped = started ? newest + (short)(value - (ushort)newest) : value;
        newest = started ? Math.Max(newest, unwrapped) : unwrapped;
        started = true;
        return unwrapped;
    }
}
