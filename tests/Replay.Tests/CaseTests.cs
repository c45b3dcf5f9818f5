// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Text.Json;

namespace Vigil.Replay.Tests;

/// <summary>The whole case, played by the built program as anybody would.</summary>
public class CaseTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Nothing_fails_and_nothing_stays_unplayed()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, ArgumentList = { Path.Combine(Checkout.Program, "vigil.dll"), "replay", "--json", "--web", Checkout.WebClient } };
        using var process = Process.Start(start)!;
        var printed = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        var acts = JsonElement.Parse(printed).GetProperty("acts").EnumerateArray().ToList();
        foreach (var act in acts) { output.WriteLine($"{act.GetProperty("name")}: {act.GetProperty("verdict")} in {act.GetProperty("took_s").GetDouble():0.0} s"); }
        Assert.All(acts, act => Assert.True(act.GetProperty("verdict").GetString() is "blocked" or "visible" or "not_yet", $"{act}"));
        Assert.Equal(Case.Acts.Select(act => act.Name), acts.Select(act => act.GetProperty("name").GetString()));
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public void The_documentation_names_every_act()
    {
        var page = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "replay.md"));
        Assert.All(Case.Acts, act => Assert.Contains($"`{act.Name}`", page, StringComparison.Ordinal));
    }
}
