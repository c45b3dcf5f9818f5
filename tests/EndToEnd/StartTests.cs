// SPDX-License-Identifier: Apache-2.0
using Vigil.EndToEnd.Stage;

namespace Vigil.EndToEnd;

[Collection(nameof(Alone))]
public sealed class StartTests
{
    [Fact]
    public async Task A_built_server_is_ready_within_two_seconds_and_says_what_to_open()
    {
        await using var server = await ServerProcess.StartAsync();
        Assert.True(server.StartUp < TimeSpan.FromSeconds(2), $"start-up took {server.StartUp.TotalMilliseconds:0} ms");
        using var client = new HttpClient();
        Assert.Contains("ready", await client.GetStringAsync($"{server.Url}/api/health"), StringComparison.Ordinal);
    }
}
