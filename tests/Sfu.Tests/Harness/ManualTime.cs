// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Sfu.Tests.Harness;

/// <summary>A clock that moves when the test says so.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long milliseconds = 1_000_000;

    public override long TimestampFrequency => 1000;

    public override long GetTimestamp() => Volatile.Read(ref milliseconds);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddYears(56).AddMilliseconds(GetTimestamp());

    public void Pass(long time) => Interlocked.Add(ref milliseconds, time);
}
