// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Serving;

/// <summary>A rate limit: so many at once, refilled evenly. Not thread-safe.</summary>
internal sealed class TokenBucket(double perSecond, int burst, TimeProvider time)
{
    private double _spent;
    private long _countedAt = time.GetTimestamp();

    public bool IsFull
    {
        get
        {
            Refill();
            return _spent <= 0;
        }
    }

    public bool TryTake()
    {
        Refill();
        if (_spent + 1 > burst) { return false; }
        _spent++;
        return true;
    }

    private void Refill()
    {
        var now = time.GetTimestamp();
        _spent = Math.Max(0, _spent - (perSecond * time.GetElapsedTime(_countedAt, now).TotalSeconds));
        _countedAt = now;
    }
}
