// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Sfu.Workers;

/// <summary>One deadline of one owner. Made once with its owner, then set and cleared as often as needed without allocating.</summary>
internal sealed class WheelTimer(Action<long> due)
{
    internal WheelTimer? Next { get; set; }

    internal WheelTimer? Previous { get; set; }

    internal long Deadline { get; set; }

    public bool IsSet => Previous is not null;

    internal void Fire(long now) => due(now);
}

/// <summary>The deadlines of one worker: setting, clearing and firing one cost the same however many there are.</summary>
/// <remarks>
/// A ring of lists, one per 5 ms. A deadline beyond the ring's 10 s stays in its list while the hand passes and is looked at
/// again the next time round. A timer fires once, up to 5 ms late, never early.
/// </remarks>
internal sealed class TimerWheel
{
    public const int TickMilliseconds = 5;
    private const int Spokes = 2048;

    // Each list is a ring through its head, so that a timer can leave whatever list it is in without knowing which.
    private readonly WheelTimer[] heads = new WheelTimer[Spokes];
    private readonly WheelTimer passing = NewHead();
    private long tick;

    public TimerWheel(long now)
    {
        for (var i = 0; i < Spokes; i++) { heads[i] = NewHead(); }
        tick = now / TickMilliseconds;
    }

    /// <summary>Sets the timer to fire at <paramref name="deadline"/>, wherever it was set before.</summary>
    public void Set(WheelTimer timer, long deadline)
    {
        Clear(timer);
        timer.Deadline = deadline;
        Link(timer, HeadFor(deadline));
    }

    public static void Clear(WheelTimer timer)
    {
        if (timer.Previous is not { } previous || timer.Next is not { } next) { return; }
        previous.Next = next;
        next.Previous = previous;
        timer.Previous = timer.Next = null;
    }

    /// <summary>Fires everything that is due. Timers may set and clear any timer, themselves included.</summary>
    public void Advance(long now)
    {
        var target = now / TickMilliseconds;
        // After a long jump once round is enough: every list is looked at, against the true time.
        if (target - tick > Spokes) { tick = target - Spokes; }
        while (tick < target)
        {
            tick++;
            FireList(heads[tick % Spokes], now);
        }
    }

    /// <summary>Milliseconds until the hand reaches a list with a timer, at most <paramref name="limit"/>.</summary>
    public int MillisecondsUntilNext(long now, int limit)
    {
        for (var ahead = 1; ahead * TickMilliseconds <= limit; ahead++)
        {
            var head = heads[(tick + ahead) % Spokes];
            if (head.Next != head) { return (int)Math.Clamp((tick + ahead) * TickMilliseconds - now, 0, limit); }
        }
        return limit;
    }

    private void FireList(WheelTimer head, long now)
    {
        if (head.Next == head) { return; }
        // Moved aside first: a timer that sets itself again must not be met twice in one pass.
        MoveAll(head, passing);
        while (passing.Next is { } timer && timer != passing)
        {
            Clear(timer);
            if (timer.Deadline <= now) { timer.Fire(now); }
            else { Link(timer, HeadFor(timer.Deadline)); }
        }
    }

    // Rounded up, so that no timer fires early; and always ahead of the hand, so that none is passed over.
    private WheelTimer HeadFor(long deadline) =>
        heads[Math.Max((deadline + TickMilliseconds - 1) / TickMilliseconds, tick + 1) % Spokes];

    private static WheelTimer NewHead()
    {
        var head = new WheelTimer(static _ => { });
        head.Next = head.Previous = head;
        return head;
    }

    private static void Link(WheelTimer timer, WheelTimer head)
    {
        timer.Previous = head.Previous;
        timer.Next = head;
        head.Previous!.Next = timer;
        head.Previous = timer;
    }

    private static void MoveAll(WheelTimer from, WheelTimer to)
    {
        to.Next = from.Next;
        to.Previous = from.Previous;
        to.Next!.Previous = to;
        to.Previous!.Next = to;
        from.Next = from.Previous = from;
    }
}
