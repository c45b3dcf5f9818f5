// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Net;

namespace Vigil.Rtc.Tests.Net;

public sealed class DropCountersTests
{
    [Fact]
    public void Each_reason_has_its_own_count_and_none_is_not_a_drop()
    {
        var drops = new DropCounters();
        drops.Add(DropReason.BadAuthTag);
        drops.Add(DropReason.BadAuthTag);
        drops.Add(DropReason.Replayed);
        drops.Add(DropReason.None);
        Assert.Equal(2, drops[DropReason.BadAuthTag]);
        Assert.Equal(1, drops[DropReason.Replayed]);
        Assert.Equal(0, drops[DropReason.None]);
        Assert.Equal(3, drops.Total);
    }
}
