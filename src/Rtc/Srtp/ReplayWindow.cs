// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Vigil.Rtc.Srtp;

/// <summary>Which packet indexes of one source were seen (RFC 3711 section 3.3.2). The zero value has seen nothing.</summary>
/// <remarks>A receiver refuses what it has seen; a sender refuses what it has sent, so that no nonce is used twice.</remarks>
internal struct ReplayWindow
{
    /// <summary>Packets a source may be late. At 1,000 packets/s one second, room for a retransmission over a slow path.</summary>
    public const int Size = 1024;

    private Bits seen;
    private long next;

    /// <summary>The highest index seen, or -1.</summary>
    public readonly long Highest => next - 1;

    public readonly WindowVerdict Check(long index)
    {
        if (index >= next) { return WindowVerdict.Fresh; }
        if (index < 0 || index <= Highest - Size) { return WindowVerdict.TooOld; }
        return IsSet(index) ? WindowVerdict.Seen : WindowVerdict.Fresh;
    }

    /// <summary>Marks an index that <see cref="Check"/> called fresh; for a receiver only after the packet proved authentic.</summary>
    public void Mark(long index)
    {
        if (index >= next)
        {
            // Slots are re-used every 1024 indexes: forget what stood where the skipped ones go.
            for (var skipped = Math.Max(next, index - Size + 1); skipped < index; skipped++) { Word(skipped) &= ~Mask(skipped); }
            next = index + 1;
        }
        Word(index) |= Mask(index);
    }

    private readonly bool IsSet(long index) => (seen[(int)(index / 64 % Bits.Words)] & Mask(index)) != 0;

    [UnscopedRef]
    private ref ulong Word(long index) => ref seen[(int)(index / 64 % Bits.Words)];

    private static ulong Mask(long index) => 1UL << (int)(index % 64);

    [InlineArray(Words)]
    private struct Bits
    {
        public const int Words = Size / 64;
        private ulong word;
    }
}

internal enum WindowVerdict
{
    Fresh,
    Seen,
    TooOld,
}
