// SPDX-License-Identifier: Apache-2.0
using Vigil.Sfu.Workers;

namespace Vigil.Sfu.Forwarding;

/// <summary>Turns any number of wishes for a key frame into at most one request per 500 ms. No wish is lost: one that comes too early waits.</summary>
internal sealed class KeyFrameRequests
{
    /// <summary>A key frame is many packets; a meeting that one receiver could fill with them would be its victim.</summary>
    public const int ThrottleMilliseconds = 500;

    private readonly TimerWheel wheel;
    private readonly WheelTimer timer;
    private readonly Action<long> request;
    private long earliestNext = long.MinValue;

    public KeyFrameRequests(TimerWheel wheel, Action<long> request)
    {
        this.wheel = wheel;
        this.request = request;
        timer = new WheelTimer(Request);
    }

    public void Wish(long now)
    {
        if (timer.IsSet) { return; }
        if (now >= earliestNext) { Request(now); }
        else { wheel.Set(timer, earliestNext); }
    }

    public void Stop() => TimerWheel.Clear(timer);

    private void Request(long now)
    {
        earliestNext = now + ThrottleMilliseconds;
        request(now);
    }
}
