// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Sfu.Forwarding;

/// <summary>Numbers the packets of one received stream that are worth forwarding: those that were only padding are closed up.</summary>
/// <remarks>Otherwise every probe would look like a loss to each receiver, which would ask for it and never get it.</remarks>
internal sealed class ForwardNumbering
{
    /// <summary>How far back a late packet may be behind this many probes and still get its right number.</summary>
    private const int Remembered = 32;

    private readonly long[] skips = new long[Remembered];
    private long skipped;
    private long newest = long.MinValue;

    /// <summary>The number of a packet with content.</summary>
    public long Number(long received)
    {
        newest = Math.Max(newest, received);
        var later = 0;
        // From the newest skip back: a late packet stands before the probes that overtook it.
        for (var i = skipped - 1; i >= Math.Max(0, skipped - Remembered) && skips[i % Remembered] > received; i--) { later++; }
        return received - (skipped - later);
    }

    /// <summary>Closes up the place of a packet without content; not if later packets have their numbers already.</summary>
    public void Skip(long received)
    {
        if (received <= newest) { return; }
        newest = received;
        skips[skipped++ % Remembered] = received;
    }
}
