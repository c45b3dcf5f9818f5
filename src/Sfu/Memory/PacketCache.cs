// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Sfu.Memory;

/// <summary>The last packets of one received stream, by sequence number: what a NACK is answered from, and how a repeated packet is recognised.</summary>
/// <remarks>It owns the slots in it. A slot goes back to the slab when a newer packet takes its place, when it is too old, and at the end.</remarks>
internal sealed class PacketCache
{
    private readonly PacketSlab slab;
    private readonly Entry[] entries;

    /// <param name="slab">Whose slots it keeps.</param>
    /// <param name="capacity">A power of two: the place of a packet is its number modulo this.</param>
    public PacketCache(PacketSlab slab, int capacity)
    {
        this.slab = slab;
        entries = new Entry[capacity];
        entries.AsSpan().Fill(Entry.Empty);
    }

    /// <summary>Whether this very packet is here.</summary>
    public bool Contains(long number) => Place(number) is { IsEmpty: false } entry && entry.Number == number;

    /// <summary>Keeps the slot as packet <paramref name="number"/>; false, and the slot stays the caller's, if a newer packet has its place.</summary>
    public bool TryStore(long number, int slot, long now)
    {
        ref var entry = ref Place(number);
        if (!entry.IsEmpty)
        {
            if (entry.Number >= number) { return false; }
            slab.Free(entry.Slot);
        }
        entry = new Entry(slot, number, now);
        return true;
    }

    /// <summary>Frees what came before <paramref name="time"/>: a stream that pauses does not hold memory.</summary>
    public void FreeOlderThan(long time)
    {
        foreach (ref var entry in entries.AsSpan())
        {
            if (!entry.IsEmpty && entry.StoredAt < time) { Free(ref entry); }
        }
    }

    public void FreeAll() => FreeOlderThan(long.MaxValue);

    private ref Entry Place(long number) => ref entries[number & (entries.Length - 1)];

    private void Free(ref Entry entry)
    {
        slab.Free(entry.Slot);
        entry = Entry.Empty;
    }

    private readonly record struct Entry(int Slot, long Number, long StoredAt)
    {
        public static Entry Empty => new(-1, 0, 0);

        public bool IsEmpty => Slot < 0;
    }
}
