// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Vigil.Rtc.Net;

namespace Vigil.Rtc.Tests.Net;

public sealed class TransportAddressTests
{
    [Fact]
    public void IPv4_address_formats_to_its_four_bytes()
    {
        var address = TransportAddress.FromIPv4(0xC0000201, 5004);
        Span<byte> bytes = stackalloc byte[16];
        Assert.True(address.TryFormatAddress(bytes, out var written));
        Assert.Equal(IPAddress.Parse("192.0.2.1").GetAddressBytes(), bytes[..written].ToArray());
        Assert.True(address.IsIPv4);
    }

    [Fact]
    public void IPv6_address_formats_to_its_sixteen_bytes()
    {
        var raw = IPAddress.Parse("2001:db8::1234:5678").GetAddressBytes();
        var address = TransportAddress.FromIPv6(raw, 1);
        Span<byte> bytes = stackalloc byte[16];
        Assert.True(address.TryFormatAddress(bytes, out var written));
        Assert.Equal(raw, bytes[..written].ToArray());
        Assert.False(address.IsIPv4);
    }

    [Fact]
    public void Mapped_address_of_a_dual_stack_socket_equals_the_IPv4_address()
    {
        var mapped = IPAddress.Parse("::ffff:192.0.2.1").GetAddressBytes();
        Assert.Equal(TransportAddress.FromIPv4(0xC0000201, 9), TransportAddress.FromIPv6(mapped, 9));
        Assert.NotEqual(TransportAddress.FromIPv4(0xC0000201, 9), TransportAddress.FromIPv6(mapped, 10));
    }

    [Fact]
    public void Too_short_destination_is_refused()
    {
        Assert.False(TransportAddress.FromIPv4(1, 1).TryFormatAddress(new byte[3], out var written));
        Assert.Equal(0, written);
        Assert.False(TransportAddress.FromIPv6(IPAddress.IPv6Loopback.GetAddressBytes(), 1).TryFormatAddress(new byte[15], out _));
    }

    [Fact]
    public void ToString_shows_no_address() => Assert.Equal("address", $"{TransportAddress.FromIPv4(0xC0000201, 5004)}");
}
