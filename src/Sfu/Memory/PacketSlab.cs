// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Sfu.Memory;

/// <summary>The packet memory of one worker: slots of 2 KiB, pinned once, named by index and generation. Only its worker's thread touches it.</summary>
/// <remarks>
/// A slot that is taken has an odd generation, a free one an even one. Who keeps an index for later keeps the generation
/// with it: a slot that was freed in the meantime, even if it is in use again, then reads as gone instead of as another packet.
/// </remarks>
internal sealed class PacketSlab
{
    /// <summary>A UDP datagram of the internet fits with room to spare; larger ones are dropped as too long.</summary>
    public const int SlotSize = 2048;

    private readonly byte[] memory;
    private readonly uint[] generations;
    private readonly Extent[] extents;
    private readonly int[] free;

    public PacketSlab(int slots)
    {
        // Uninitialised: the system commits pages when a packet first lands in them, so an idle server stays small.
        memory = GC.AllocateUninitializedArray<byte>(checked(slots * SlotSize), pinned: true);
        generations = new uint[slots];
        extents = new Extent[slots];
        free = new int[slots];
        for (var i = 0; i < slots; i++) { free[i] = slots - 1 - i; }
        FreeSlots = slots;
    }

    public int FreeSlots { get; private set; }

    public int Slots => free.Length;

    /// <summary>Takes the slot that was freed last: it is the one most likely to be in the processor's cache.</summary>
    public bool TryTake(out int slot)
    {
        if (FreeSlots == 0) { slot = -1; return false; }
        slot = free[--FreeSlots];
        generations[slot]++;
        return true;
    }

    /// <summary>Gives a slot back. Giving it back twice would hand one slot to two packets, so it is refused loudly.</summary>
    public void Free(int slot)
    {
        if (!IsTaken(slot)) { throw new InvalidOperationException("A packet slot was freed twice."); }
        generations[slot]++;
        free[FreeSlots++] = slot;
    }

    /// <summary>The whole slot.</summary>
    public Span<byte> this[int slot] => memory.AsSpan(slot * SlotSize, SlotSize);

    /// <summary>Where native code finds the slot; pinned, so it never moves.</summary>
    public nint AddressOf(int slot) => System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(memory, slot * SlotSize);

    public uint Generation(int slot) => generations[slot];

    /// <summary>Says which part of the slot is the packet.</summary>
    public void SetPacket(int slot, int start, int length) => extents[slot] = new Extent((ushort)start, (ushort)length);

    /// <summary>The packet in the slot, as <see cref="SetPacket"/> said.</summary>
    public Span<byte> Packet(int slot) => this[slot].Slice(extents[slot].Start, extents[slot].Length);

    /// <summary>The packet in the slot, if the slot was not freed since <paramref name="generation"/>.</summary>
    public bool TryGetPacket(int slot, uint generation, out ReadOnlySpan<byte> packet)
    {
        var there = generations[slot] == generation;
        packet = there ? Packet(slot) : default;
        return there;
    }

    private bool IsTaken(int slot) => (generations[slot] & 1) == 1;

    private readonly record struct Extent(ushort Start, ushort Length);
}
