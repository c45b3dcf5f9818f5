// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Text;
using Microsoft.Playwright;
using Vigil.EndToEnd.Stage;

namespace Vigil.EndToEnd;

/// <summary>A log that two other servers watch: the page asks for their signatures, and takes no fewer than the policy says.</summary>
public sealed class WitnessedLogTests(Browsers browsers)
{
    private static readonly string[] Origin = ["--log-origin", "watched.example/log"];

    [Fact]
    public async Task Two_witnesses_are_shown_and_one_of_them_missing_is_refused_in_words()
    {
        await using var watched = await ServerProcess.StartAsync(Origin);
        var known = Path.Combine(watched.DataFolder, "known-logs");
        await File.WriteAllTextAsync(known, await VkeyAsync(watched, "log.vkey"));
        await using var north = await ServerProcess.StartAsync("--log-origin", "north.example/log", "--witness-logs", known);
        await using var south = await ServerProcess.StartAsync("--log-origin", "south.example/log", "--witness-logs", known);
        var southKey = await VkeyAsync(south, "witness.vkey");
        var policy = Path.Combine(watched.DataFolder, "policy");
        await File.WriteAllTextAsync(policy, $"""
            log {await VkeyAsync(watched, "log.vkey")}
            witness north {await VkeyAsync(north, "witness.vkey")} {north.Url}/witness
            witness south {southKey} {south.Url}/witness
            group both all north south
            quorum both

            """);
        await watched.RestartAsync([.. Origin, "--log-policy", policy]);
        await UntilCosignedAsync(watched, southKey.Split('+')[0]);

        await using var ada = await Person.SitDownAsync(browsers.Plain, "Ada");
        await ada.Page.GotoAsync(watched.Url + "/transparency");
        await ada.InStateAsync("log-verified");
        await Assertions.Expect(ada.Page.GetByText("2 of 2 signed this version")).ToBeVisibleAsync();
        await ada.ScreenshotAsync("transparency-witnessed");

        // A checkpoint made for Ada alone: the log's own signature is there, and the south has never seen it.
        await ada.Page.RouteAsync("**/log/checkpoint", route => WithoutAsync(route, southKey.Split('+')[0]));
        await ada.Page.ReloadAsync();
        await ada.InStateAsync("log-refused");
        await Assertions.Expect(ada.Page.GetByTestId("log-verdict")).ToContainTextAsync("The witnesses are missing");
        await Assertions.Expect(ada.Page.GetByTestId("log-entry")).ToHaveCountAsync(0);
        await ada.ScreenshotAsync("transparency-refused-witnesses");
    }

    private static async Task<string> VkeyAsync(ServerProcess server, string file) =>
        (await File.ReadAllTextAsync(Path.Combine(server.DataFolder, "data", "log-state", file))).TrimEnd();

    private static async Task UntilCosignedAsync(ServerProcess server, string witness)
    {
        using var client = new HttpClient();
        var began = Stopwatch.GetTimestamp();
        while (!(await client.GetStringAsync(server.Url + "/log/checkpoint")).Contains($"\n— {witness} ", StringComparison.Ordinal))
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(20), $"never cosigned by {witness}:\n{server.Output}");
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }

    private static async Task WithoutAsync(IRoute route, string witness)
    {
        var response = await route.FetchAsync();
        var lines = (await response.TextAsync()).Split('\n').Where(line => !line.StartsWith($"— {witness} ", StringComparison.Ordinal));
        await route.FulfillAsync(new() { Response = response, BodyBytes = Encoding.UTF8.GetBytes(string.Join('\n', lines)) });
    }
}
