// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Log;

namespace Vigil.Server.Tests.Log;

public sealed class BatchPaceTests
{
    [Theory]
    [InlineData(new int[0], 250)]
    [InlineData(new[] { 40 }, 210)]
    [InlineData(new[] { 40, 90, 20 }, 160)]
    [InlineData(new[] { 125 }, 125)]
    [InlineData(new[] { 900 }, 125)]
    public void Gathering_is_shortened_by_the_slowest_write_and_by_half_at_most(int[] writes, int window)
    {
        var pace = new BatchPace(TimeSpan.FromMilliseconds(250));

        foreach (var write in writes) { pace.Wrote(TimeSpan.FromMilliseconds(write)); }

        Assert.Equal(TimeSpan.FromMilliseconds(window), pace.Window);
    }

    [Fact]
    public void A_stall_is_forgotten_after_256_batches()
    {
        var pace = new BatchPace(TimeSpan.FromMilliseconds(250));
        pace.Wrote(TimeSpan.FromMilliseconds(100));

        for (var i = 0; i < 255; i++) { pace.Wrote(TimeSpan.FromMilliseconds(10)); }
        Assert.Equal(TimeSpan.FromMilliseconds(150), pace.Window);
        pace.Wrote(TimeSpan.FromMilliseconds(10));

        Assert.Equal(TimeSpan.FromMilliseconds(240), pace.Window);
    }
}
