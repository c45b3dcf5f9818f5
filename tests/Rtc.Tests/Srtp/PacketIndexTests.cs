// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Srtp;

namespace Vigil.Rtc.Tests.Srtp;

public sealed class PacketIndexTests
{
    [Fact]
    public void Estimate_is_the_algorithm_of_RFC_3711_appendix_A()
    {
        var random = new Random(1);
        ushort[] edges = [0, 1, 2, 0x7FFE, 0x7FFF, 0x8000, 0x8001, 0xFFFE, 0xFFFF];
        foreach (var rollover in new long[] { 0, 1, 2, 0xFFFF_FFFE })
        {
            for (var i = 0; i < 20_000; i++)
            {
                var last = i < 81 ? edges[i / 9] : (ushort)random.Next(65536);
                var next = i < 81 ? edges[i % 9] : (ushort)random.Next(65536);
                Assert.Equal(AppendixA(rollover, last, next), PacketIndex.Estimate((rollover << 16) | last, next));
            }
        }
    }

    [Fact]
    public void First_packet_of_a_source_has_rollover_counter_zero()
        => Assert.Equal(0xFFFF, PacketIndex.Estimate(-1, 0xFFFF));

    // The RFC counts modulo 2^32; before the stream's beginning we stay negative, which no window takes.
    private static long AppendixA(long rollover, ushort last, ushort sequence)
    {
        long v;
        if (last < 32768) { v = sequence - last > 32768 ? rollover - 1 : rollover; }
        else { v = last - 32768 > sequence ? rollover + 1 : rollover; }
        return (v * 65536) + sequence;
    }
}
