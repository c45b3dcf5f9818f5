// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Sfu.Forwarding;

/// <summary>Which cached packet each of a consumer's last sequence numbers was: what its NACKs are looked up in.</summary>
internal sealed class SentPackets
{
    /// <summary>As many as the producer's cache holds; a power of two.</summary>
    public const int Capacity = 512;

    /// <summary>About a round trip: a repeat within it asks for a packet that is still on its way.</summary>
    private const int RepeatMilliseconds = 100;

    /// <summary>Libwebrtc asks ten times. More would let one receiver have the same packet sent for ever.</summary>
    private const int MaxResends = 10;

    private readonly Entry[] entries = new Entry[Capacity];

    public void Add(ushort number, int slot, uint generation) =>
        entries[number % Capacity] = new Entry { Number = number, Slot = slot, Generation = generation, ResentAt = long.MinValue };

    /// <summary>Where the packet is, if it was sent, and may be sent again now. Then it counts as sent again.</summary>
    public bool TryResend(ushort number, long now, out int slot, out uint generation)
    {
        ref var entry = ref entries[number % Capacity];
        (slot, generation) = (entry.Slot, entry.Generation);
        // A generation of a packet is odd: 0 is an entry that was never used.
        if (entry.Number != number || entry.Generation == 0 || entry.Resends == MaxResends) { return false; }
        if (entry.Resends > 0 && now - entry.ResentAt < RepeatMilliseconds) { return false; }
        entry.ResentAt = now;
        entry.Resends++;
        return true;
    }

    private struct Entry
    {
        public long ResentAt;
        public int Slot;
        public uint Generation;
        public ushort Number;
        public byte Resends;
    }
}
