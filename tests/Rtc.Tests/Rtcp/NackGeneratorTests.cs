// SPDX-License-Identifier: Apache-2.0
using FsCheck.Fluent;
using Vigil.Rtc.Rtcp;
using Vigil.Tests;

namespace Vigil.Rtc.Tests.Rtcp;

public class NackGeneratorTests
{
    [Fact]
    public void Asks_after_ten_milliseconds_and_again_after_the_round_trip()
    {
        var nack = new NackGenerator();
        nack.SetRoundTrip(30);
        nack.OnPacket(65_534, 100);
        nack.OnPacket(1, 100);
        Assert.Empty(Collect(nack, 109));
        Assert.Equal([65_535, 0], Collect(nack, 110));
        Assert.Empty(Collect(nack, 139));
        Assert.Equal([65_535, 0], Collect(nack, 140));
    }

    [Fact]
    public void A_late_packet_is_not_asked_for()
    {
        var nack = new NackGenerator();
        nack.OnPacket(1, 0);
        nack.OnPacket(4, 0);
        Assert.True(nack.OnPacket(2, 5));
        Assert.False(nack.OnPacket(2, 5)); // twice
        Assert.Equal([3], Collect(nack, 10));
        Assert.True(nack.OnPacket(3, 30)); // the retransmission
        Assert.Equal(0, nack.MissingCount);
        Assert.Empty(Collect(nack, 1000));
    }

    [Fact]
    public void Gives_up_after_ten_tries()
    {
        var nack = new NackGenerator();
        nack.OnPacket(1, 0);
        nack.OnPacket(3, 0);
        var asked = 0;
        for (var now = 0L; now < 5000; now++) { asked += Collect(nack, now).Count; }
        Assert.Equal(10, asked);
        Assert.Equal(0, nack.MissingCount);
        Assert.False(nack.TakeKeyFrameWanted());
    }

    [Theory]
    [InlineData(1, 20)] // not faster than packets are swapped
    [InlineData(100, 100)]
    [InlineData(60_000, 500)] // a hostile or broken report must not stop repair
    public void The_interval_is_the_round_trip_within_bounds(long roundTrip, int interval)
    {
        var nack = new NackGenerator();
        nack.SetRoundTrip(roundTrip);
        nack.OnPacket(1, 0);
        nack.OnPacket(3, 0);
        Assert.Single(Collect(nack, 10));
        Assert.Empty(Collect(nack, 10 + interval - 1));
        Assert.Single(Collect(nack, 10 + interval));
    }

    [Fact]
    public void Too_much_lost_asks_for_a_key_frame_instead()
    {
        var nack = new NackGenerator();
        nack.OnPacket(0, 0);
        nack.OnPacket(NackGenerator.MaxMissing + 1, 0);
        Assert.Equal(NackGenerator.MaxMissing, nack.MissingCount);
        Assert.False(nack.TakeKeyFrameWanted());
        nack.OnPacket(NackGenerator.MaxMissing + 3, 0);
        Assert.Equal(0, nack.MissingCount);
        Assert.True(nack.TakeKeyFrameWanted());
        Assert.False(nack.TakeKeyFrameWanted());

        nack.OnPacket(NackGenerator.MaxMissing + 5, 0);
        Assert.Equal([NackGenerator.MaxMissing + 4], Collect(nack, 10).Select(n => (int)n));
    }

    [Fact]
    public void What_does_not_fit_comes_with_the_next_call()
    {
        var nack = new NackGenerator();
        nack.OnPacket(0, 0);
        nack.OnPacket(6, 0);
        var two = new ushort[2];
        Assert.True(nack.TryCollect(10, two, out var count));
        Assert.Equal([1, 2], two[..count]);
        Assert.True(nack.TryCollect(10, two, out count));
        Assert.Equal([3, 4], two[..count]);
        Assert.Equal([5], Collect(nack, 10));
    }

    [Fact]
    public void Exactly_what_did_not_come_is_asked_for() => Property.Holds(
        Property.UInt16s.Zip(Gen.Choose(0, 3).ArrayOf(200)),
        input =>
        {
            // 0: lost for good; 1: comes after the next one; else comes in order. The ends always come.
            var nack = new NackGenerator();
            var start = input.Item1;
            nack.OnPacket(start, 0);
            var lost = new List<ushort>();
            ushort? held = null;
            for (var i = 0; i < input.Item2.Length; i++)
            {
                var number = (ushort)(start + 1 + i);
                if (input.Item2[i] == 0) { lost.Add(number); continue; }
                if (input.Item2[i] == 1 && held is null) { held = number; continue; }
                nack.OnPacket(number, 0);
                if (held is { } late) { nack.OnPacket(late, 1); }
                held = null;
            }
            nack.OnPacket((ushort)(start + 201), 0);
            if (held is { } last) { nack.OnPacket(last, 1); }
            Assert.Equal(lost, Collect(nack, 10));
        });

    [Fact]
    public void Nothing_is_allocated_per_packet()
    {
        var nack = new NackGenerator();
        var lost = new ushort[100];
        ushort number = 0;
        long now = 0;
        Assert.Equal(0, Allocations.Of(() =>
        {
            nack.OnPacket(number += 2, now += 5);
            nack.OnPacket((ushort)(number - 1), now);
            nack.OnPacket(number += 3, now);
            nack.TryCollect(now, lost, out _);
        }));
    }

    private static List<ushort> Collect(NackGenerator nack, long now)
    {
        var lost = new ushort[NackGenerator.MaxMissing];
        nack.TryCollect(now, lost, out var count);
        return [.. lost[..count]];
    }
}
