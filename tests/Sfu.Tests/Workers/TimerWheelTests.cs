// SPDX-License-Identifier: Apache-2.0
using FsCheck;
using FsCheck.Fluent;
using Vigil.Sfu.Workers;

namespace Vigil.Sfu.Tests.Workers;

public sealed class TimerWheelTests
{
    [Fact]
    public void Each_timer_fires_once_never_early_and_at_most_one_tick_late()
    {
        var delays = Gen.Choose(0, 40_000).ListOf(50).ToArbitrary();
        Check.One(Config.QuickThrowOnFailure.WithReplay(20260921, 7), Prop.ForAll(delays, FiresInTime));
    }

    [Fact]
    public void A_long_jump_fires_everything_that_is_due_and_nothing_else()
    {
        var wheel = new TimerWheel(0);
        var fired = new List<string>();
        wheel.Set(new WheelTimer(_ => fired.Add("soon")), 3);
        wheel.Set(new WheelTimer(_ => fired.Add("later")), 31_000);
        wheel.Set(new WheelTimer(_ => fired.Add("much later")), 90_000);
        wheel.Advance(60_000);
        Assert.Equal(["soon", "later"], fired.Order().Reverse());
        wheel.Advance(90_000);
        Assert.Equal(3, fired.Count);
    }

    [Fact]
    public void Timers_may_set_and_clear_others_and_themselves()
    {
        var wheel = new TimerWheel(0);
        var count = 0;
        var victim = new WheelTimer(_ => Assert.Fail("It was cleared."));
        WheelTimer? self = null;
        self = new WheelTimer(now =>
        {
            TimerWheel.Clear(victim);
            if (++count < 3) { wheel.Set(self!, now); }
        });
        wheel.Set(self, 10);
        wheel.Set(victim, 10);
        for (var now = 0; now <= 100; now += 5) { wheel.Advance(now); }
        Assert.Equal(3, count);
        Assert.False(victim.IsSet);
    }

    [Fact]
    public void The_next_timer_bounds_the_wait()
    {
        var wheel = new TimerWheel(0);
        Assert.Equal(50, wheel.MillisecondsUntilNext(0, 50));
        wheel.Set(new WheelTimer(_ => { }), 20);
        Assert.Equal(20, wheel.MillisecondsUntilNext(0, 50));
        Assert.Equal(17, wheel.MillisecondsUntilNext(3, 50));
    }

    private static bool FiresInTime(IList<int> delays)
    {
        var wheel = new TimerWheel(0);
        var late = new long[delays.Count];
        Array.Fill(late, -1);
        for (var i = 0; i < delays.Count; i++)
        {
            var index = i;
            wheel.Set(new WheelTimer(now =>
            {
                Assert.Equal(-1, late[index]);
                late[index] = now - delays[index];
            }), delays[i]);
        }
        for (var now = 1; now <= 40_010; now++) { wheel.Advance(now); }
        return late.All(value => value is >= 0 and <= 2 * TimerWheel.TickMilliseconds);
    }
}
