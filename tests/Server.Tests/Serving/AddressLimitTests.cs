// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Vigil.Server.Serving;
using Vigil.Server.Tests.Support;

namespace Vigil.Server.Tests.Serving;

public class AddressLimitTests
{
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("2001:db8::1", "2001:db8::ffff:2", true)] // one household has a whole /64
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    public void Addresses_are_told_apart_by_household(string one, string other, bool isSame)
    {
        var limit = new AddressLimit(1, 1, new ManualTimeProvider());
        Assert.True(limit.TryTake(IPAddress.Parse(one)));
        Assert.Equal(!isSame, limit.TryTake(IPAddress.Parse(other)));
    }

    [Fact]
    public void The_limit_refills_and_is_forgotten_with_the_hourly_key()
    {
        var time = new ManualTimeProvider();
        var limit = new AddressLimit(1.0 / 7200, 1, time);
        Assert.True(limit.TryTake(IPAddress.Loopback));
        time.Advance(TimeSpan.FromMinutes(59));
        Assert.False(limit.TryTake(IPAddress.Loopback));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(limit.TryTake(IPAddress.Loopback));
    }

    [Fact]
    public void So_many_addresses_are_held_and_no_more()
    {
        var time = new ManualTimeProvider();
        var limit = new AddressLimit(1, 1, time);
        for (var i = 0; i < 10_000; i++) { Assert.True(limit.TryTake(new IPAddress(0x0a000000L + i))); }
        Assert.False(limit.TryTake(IPAddress.Loopback));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(limit.TryTake(IPAddress.Loopback));
    }
}
