// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Replay.Stage;

/// <summary>Runs as time does, from wherever it was put to. Timers wait in real time.</summary>
/// <param name="start">how far from today's time it begins</param>
internal sealed class JumpingTime(TimeSpan start = default) : TimeProvider
{
    private long jumped = start.Ticks;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Volatile.Read(ref jumped));

    public void Jump(TimeSpan time) => Interlocked.Add(ref jumped, time.Ticks);
}
