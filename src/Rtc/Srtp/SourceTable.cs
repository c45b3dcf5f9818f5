// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Vigil.Rtc.Srtp;

/// <summary>SSRC to <see cref="ReplayWindow"/>: open addressing, grows by doubling up to a bound, forgets nothing.</summary>
/// <remarks>
/// Nothing is ever removed on purpose: a source that was forgotten could be replayed (receiver) or given the same nonce
/// again (sender). When the bound is reached the session must be set up anew with new keys.
/// </remarks>
internal sealed class SourceTable(int maxSources)
{
    private const int InitialSlots = 16;

    private Slot[] slots = new Slot[InitialSlots];
    private int count;

    /// <summary>The window of a known source, or a null reference.</summary>
    public ref ReplayWindow Find(uint ssrc)
    {
        for (var at = Start(ssrc); slots[at].Used; at = (at + 1) & (slots.Length - 1))
        {
            if (slots[at].Ssrc == ssrc) { return ref slots[at].Window; }
        }
        return ref Unsafe.NullRef<ReplayWindow>();
    }

    public bool IsFull => count == maxSources;

    /// <summary>Adds a source that <see cref="Find"/> does not know, while the table is not full. Allocates only when it grows.</summary>
    public ref ReplayWindow Add(uint ssrc)
    {
        Debug.Assert(!IsFull && Unsafe.IsNullRef(ref Find(ssrc)));
        // At most half full: probing stays short.
        if (2 * (count + 1) > slots.Length) { Grow(); }
        count++;
        return ref Insert(ssrc);
    }

    private ref ReplayWindow Insert(uint ssrc)
    {
        var at = Start(ssrc);
        while (slots[at].Used) { at = (at + 1) & (slots.Length - 1); }
        slots[at].Ssrc = ssrc;
        slots[at].Used = true;
        return ref slots[at].Window;
    }

    private void Grow()
    {
        var old = slots;
        slots = new Slot[old.Length * 2];
        foreach (ref var slot in old.AsSpan())
        {
            if (slot.Used) { Insert(slot.Ssrc) = slot.Window; }
        }
    }

    // Multiplication by 2^32 / golden ratio: SSRCs chosen in a row still spread.
    private int Start(uint ssrc) => (int)((ssrc * 2654435769u) >> 8) & (slots.Length - 1);

    private struct Slot
    {
        public ReplayWindow Window;
        public uint Ssrc;
        public bool Used;
    }
}
