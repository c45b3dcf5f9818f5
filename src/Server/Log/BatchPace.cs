// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Log;

/// <summary>
/// When a batch is closed: early enough that its first entry is acknowledged about one interval after it came. Writing belongs to
/// that interval, so what writing took lately is taken off the time for gathering.
/// </summary>
internal sealed class BatchPace(TimeSpan interval)
{
    /// <summary>The slowest of so many: disks that stall do so again, and the slowest of a hundred is what a promise about the slowest hundredth rests on.</summary>
    private const int Remembered = 256;

    private readonly TimeSpan[] _lately = new TimeSpan[Remembered];
    private int _count;

    /// <summary>For how long the first entry of the next batch waits for others: at least half the interval, because batches carry the throughput.</summary>
    public TimeSpan Window
    {
        get
        {
            var slowest = _lately.Max();
            return interval - (slowest < interval / 2 ? slowest : interval / 2);
        }
    }

    public void Wrote(TimeSpan took) => _lately[_count++ % Remembered] = took;
}
