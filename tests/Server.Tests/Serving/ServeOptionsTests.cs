// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Serving;
using Vigil.Server.Tests.Support;

namespace Vigil.Server.Tests.Serving;

public class ServeOptionsTests
{
    [Fact]
    public void The_defaults_serve_this_machine() => Assert.Empty(new ServeOptions().Check());

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.8.8.8", true)]
    [InlineData("::1", true)]
    [InlineData("localhost", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("::", false)]
    [InlineData("*", false)]
    [InlineData("192.0.2.1", false)]
    [InlineData("10.0.0.1", false)]
    public void Only_loopback_goes_without_tls(string host, bool allowed) =>
        Assert.Equal(!allowed, new ServeOptions { Host = host, Announce = ["192.0.2.1"] }.Check().Any(problem => problem.Field == "cert"));

    [Fact]
    public async Task A_public_address_without_tls_does_not_start()
    {
        using var folder = new TempFolder();
        var refusal = await Assert.ThrowsAsync<StartException>(() => VigilServer.StartAsync(new ServeOptions { Host = "0.0.0.0", Port = 0, Data = folder.Path }));
        Assert.Contains("needs TLS", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Everything_wrong_is_said_at_once_by_name()
    {
        var options = new ServeOptions { Host = "meet.example", Port = 70000, MediaPort = -1, Certificate = "none.pem", Data = "", Web = "", Announce = ["here"] };
        Assert.Equal(["host", "port", "media-port", "key", "cert", "announce", "data", "web"], options.Check().Select(problem => problem.Field));
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("*")]
    public void All_addresses_need_one_to_announce(string host) =>
        Assert.Contains(new ServeOptions { Host = host }.Check(), problem => problem.Field == "announce");

    [Fact]
    public async Task A_port_that_is_taken_is_a_reason_to_read()
    {
        await using var first = await TestServer.StartAsync();
        using var folder = new TempFolder();
        var options = new ServeOptions { Host = "127.0.0.1", Port = first.Address.Port, Data = folder.Path };
        var refusal = await Assert.ThrowsAsync<StartException>(
            () => VigilServer.StartAsync(options, new ServerParts { Media = new FakeMediaPlane(), LoggerProvider = new CapturedLog() }));
        Assert.Contains("address already in use", refusal.Message, StringComparison.OrdinalIgnoreCase);
    }
}
