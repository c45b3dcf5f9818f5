// SPDX-License-Identifier: Apache-2.0
using Vigil.Sfu.Memory;

namespace Vigil.Sfu.Tests.Memory;

public sealed class PacketSlabTests
{
    [Fact]
    public void Slots_run_out_and_come_back()
    {
        var slab = new PacketSlab(2);
        Assert.True(slab.TryTake(out var first));
        Assert.True(slab.TryTake(out var second));
        Assert.NotEqual(first, second);
        Assert.False(slab.TryTake(out _));
        slab.Free(first);
        Assert.True(slab.TryTake(out var again));
        Assert.Equal(first, again);
    }

    [Fact]
    public void A_freed_slot_reads_as_gone_even_when_it_is_in_use_again()
    {
        var slab = new PacketSlab(1);
        slab.TryTake(out var slot);
        slab.SetPacket(slot, 3, 5);
        var generation = slab.Generation(slot);
        Assert.True(slab.TryGetPacket(slot, generation, out var packet));
        Assert.Equal(5, packet.Length);
        slab.Free(slot);
        Assert.False(slab.TryGetPacket(slot, generation, out _));
        slab.TryTake(out _);
        Assert.False(slab.TryGetPacket(slot, generation, out _));
    }

    [Fact]
    public void Freeing_twice_is_refused()
    {
        var slab = new PacketSlab(1);
        slab.TryTake(out var slot);
        slab.Free(slot);
        Assert.Throws<InvalidOperationException>(() => slab.Free(slot));
        Assert.Equal(1, slab.FreeSlots);
    }

    [Fact]
    public void A_cache_frees_what_it_replaces_what_is_old_and_everything_at_the_end()
    {
        var slab = new PacketSlab(16);
        var cache = new PacketCache(slab, 4);
        for (var number = 0; number < 6; number++)
        {
            slab.TryTake(out var slot);
            Assert.True(cache.TryStore(number, slot, now: number * 100));
        }
        Assert.Equal(12, slab.FreeSlots);
        Assert.False(cache.Contains(1));
        Assert.True(cache.Contains(2));

        cache.FreeOlderThan(400);
        Assert.Equal(14, slab.FreeSlots);
        Assert.True(cache.Contains(4));
        cache.FreeAll();
        Assert.Equal(16, slab.FreeSlots);
    }

    [Fact]
    public void A_cache_does_not_give_a_newer_packets_place_to_a_late_one()
    {
        var slab = new PacketSlab(4);
        var cache = new PacketCache(slab, 4);
        slab.TryTake(out var newer);
        slab.TryTake(out var late);
        Assert.True(cache.TryStore(5, newer, 0));
        Assert.False(cache.TryStore(1, late, 0));
        Assert.True(cache.Contains(5));
        Assert.Equal(2, slab.FreeSlots);
    }
}
