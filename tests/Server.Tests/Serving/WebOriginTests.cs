// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Serving;

namespace Vigil.Server.Tests.Serving;

public class WebOriginTests
{
    [Theory]
    [InlineData("https://meet.example.org", true)]
    [InlineData("https://meet.example.org:8443", true)]
    [InlineData("http://localhost:8080", true)]
    [InlineData("http://localhost", true)]
    [InlineData("http://meet.example.org", false)]
    [InlineData("https://meet.example.org/", false)]
    [InlineData("https://meet.example.org:443", false)]
    [InlineData("https://Meet.example.org", false)]
    [InlineData("https://192.0.2.1", false)] // WebAuthn binds passkeys to names
    [InlineData("https://[2001:db8::1]", false)]
    [InlineData("meet.example.org", false)]
    [InlineData("https://ada@meet.example.org", false)]
    [InlineData("ws://meet.example.org", false)]
    [InlineData("", false)]
    public void An_origin_is_written_as_browsers_write_it(string origin, bool isGood)
    {
        Assert.Equal(isGood, WebOrigin.Problem(origin) is null);
        Assert.Equal(!isGood, new ServeOptions { Origin = origin }.Check().Any(problem => problem.Field == "origin"));
    }

    [Theory]
    [InlineData("127.0.0.1", null, "localhost")]
    [InlineData("localhost", null, "localhost")]
    [InlineData("0.0.0.0", null, null)]
    [InlineData("*", null, null)]
    [InlineData("*", "https://meet.example.org:8443", "meet.example.org")]
    [InlineData("127.0.0.1", "https://meet.example.org", "meet.example.org")]
    public void Passkeys_are_bound_to_the_host_that_people_open(string host, string? origin, string? rpId) =>
        Assert.Equal(rpId, new WebOrigin(new ServeOptions { Host = host, Origin = origin }).RpId);
}
