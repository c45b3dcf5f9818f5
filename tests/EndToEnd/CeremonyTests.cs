// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;
using Microsoft.Playwright;
using Vigil.EndToEnd.Stage;
using Vigil.Server.Ceremonies;

namespace Vigil.EndToEnd;

/// <summary>A server gets its staff: three people, three browsers, three security keys made of software.</summary>
public sealed class CeremonyTests : IDisposable
{
    private readonly Browsers browsers;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("vigil-ceremony-");
    private readonly string[] options;

    public CeremonyTests(Browsers browsers)
    {
        this.browsers = browsers;
        options = ["--host", "127.0.0.1", "--port", $"{FreePort()}", "--data", Path.Combine(folder.FullName, "data"), "--web", Checkout.WebClient];
        File.WriteAllText(Plan, CeremonyPlan.Example(CeremonyPlan.Small).ToText());
    }

    private string Plan => Path.Combine(folder.FullName, "plan.json");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Three_founders_begin_a_log_that_audits_clean_and_a_server_starts_on_it()
    {
        await using var first = VigilRun.Start(["init", .. options, "--plan", Plan]);
        var (ann, ben, cho) = (await LinkAsync(first, "operator-1"), await LinkAsync(first, "legal-1"), await LinkAsync(first, "trustee-1"));
        await using var one = await FounderAsync("operator-1", ann);
        await using var two = await FounderAsync("legal-1", ben, "zh-CN");
        await using var three = await FounderAsync("trustee-1", cho);

        Assert.Empty(await Review.OfAsync(one.Person, "ceremony-register", "en", hasLightAndDark: Effort.IsLong));
        await one.PressAsync("register");
        await one.Person.InStateAsync("ceremony-await-keys");

        // Somebody who holds two links and one key is one person.
        await one.OpenAsync(ben);
        await one.PressAsync("register");
        await Assertions.Expect(one.Page.GetByTestId("ceremony-problem")).ToContainTextAsync("Everybody needs a key of their own");
        await one.Person.ScreenshotAsync("ceremony-same-key");
        await one.OpenAsync(ann);
        await one.Person.InStateAsync("ceremony-await-keys");

        await two.PressAsync("register");
        await two.Person.InStateAsync("ceremony-await-keys");
        await three.PressAsync("register");

        // All of them read the same, and hear that it is the same.
        string[] hashes = [await one.HashAsync(), await two.HashAsync(), await three.HashAsync()];
        Assert.Matches("^([0-9a-f]{4} ){15}[0-9a-f]{4}$", hashes[0]);
        Assert.Single(hashes.Distinct());
        await Assertions.Expect(one.Page.GetByTestId("founders").Locator("li")).ToHaveCountAsync(3);
        await Assertions.Expect(one.Page.GetByTestId("founders")).ToContainTextAsync("Lives in France (FR), works in France (FR), citizen of Switzerland (CH); reports to board");
        await Assertions.Expect(one.Page.GetByTestId("rules")).ToContainTextAsync("Beside whoever proposes, 2 approve, of 3 or more");
        Assert.Empty(await Review.OfAsync(one.Person, "ceremony-sign", "en", hasLightAndDark: Effort.IsLong));
        Assert.Empty(await Review.OfAsync(two.Person, "ceremony-sign", "zh-cn", hasLightAndDark: false));
        await one.PressAsync("sign");
        await one.Person.InStateAsync("ceremony-await-signatures");

        // The machine goes down in between.
        await first.KillAsync();
        await using var second = VigilRun.Start(["init", .. options]);
        await second.SaysAsync("It goes on where it was");
        await two.PressAsync("sign");
        await two.Person.InStateAsync("ceremony-await-signatures");
        Assert.Equal(hashes[2], await three.HashAsync());
        await three.PressAsync("sign");
        foreach (var founder in new[] { one, two, three }) { await founder.Person.InStateAsync("ceremony-begun"); }
        await one.Person.ScreenshotAsync("ceremony-begun");
        Assert.Equal(0, await second.ExitAsync());
        Assert.Contains($"Start the server: vigil serve {string.Join(' ', options)}", second.Output, StringComparison.Ordinal);

        await using var server = VigilRun.Start(["serve", .. options]);
        await server.SaysAsync("Vigil is ready");
        await using var audit = VigilRun.Start(
            "audit", $"http://127.0.0.1:{options[3]}/log", "--state", Path.Combine(folder.FullName, "state"), "--vkey",
            (await File.ReadAllTextAsync(Path.Combine(folder.FullName, "data", "log-state", "log.vkey"))).Trim());
        Assert.True(await audit.ExitAsync() == 0, audit.Output);

        await using var again = VigilRun.Start(["init", .. options, "--plan", Plan]);
        Assert.Equal(2, await again.ExitAsync());
        Assert.Contains("has its staff already", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_who_declines_is_heard_by_everybody()
    {
        await using var init = VigilRun.Start(["init", .. options, "--plan", Plan]);
        await using var one = await FounderAsync("operator-1", await LinkAsync(init, "operator-1"));
        await using var two = await FounderAsync("legal-1", await LinkAsync(init, "legal-1"));
        await one.PressAsync("register");
        await one.Page.GetByTestId("decline").FocusAsync();
        await one.Page.Keyboard.PressAsync("Enter");
        await one.Page.GetByTestId("decline-word").FillAsync("I do not know trustee-1.");
        await one.Page.Keyboard.PressAsync("Enter");
        foreach (var founder in new[] { one, two })
        {
            await founder.Person.InStateAsync("ceremony-declined");
            await Assertions.Expect(founder.Page.GetByTestId("declined-word")).ToHaveTextAsync("I do not know trustee-1.");
        }
        Assert.Empty(await Review.OfAsync(two.Person, "ceremony-declined", "en", hasLightAndDark: false));

        // Who was not there finds it in the terminal.
        await using var serve = VigilRun.Start(["serve", .. options]);
        Assert.Equal(2, await serve.ExitAsync());
        Assert.Contains("a ceremony is under way", serve.Output, StringComparison.Ordinal);
    }

    private async Task<Founder> FounderAsync(string name, string link, string language = "en")
    {
        var person = await Person.SitDownAsync(browsers.Plain, name, language: language);
        var keys = await Authenticators.PlugInAsync(person.Page);
        await keys.AddAsync("usb");
        var founder = new Founder(person, keys);
        await founder.OpenAsync(link);
        await person.InStateAsync("ceremony-register");
        return founder;
    }

    private static async Task<string> LinkAsync(VigilRun init, string member) => (await init.SaysAsync($"  {member}: ")).Split(": ")[1].Trim();

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private sealed class Founder(Person person, Authenticators keys) : IAsyncDisposable
    {
        public Person Person => person;

        public IPage Page => person.Page;

        public async Task OpenAsync(string link)
        {
            // Another fragment alone loads nothing.
            await Page.GotoAsync("about:blank");
            await Page.GotoAsync(link);
        }

        /// <summary>By keyboard.</summary>
        public async Task PressAsync(string button)
        {
            await Page.GetByTestId(button).FocusAsync();
            await Page.Keyboard.PressAsync("Enter");
        }

        public async Task<string> HashAsync()
        {
            await person.InStateAsync("ceremony-sign");
            return string.Join(' ', await Page.GetByTestId("challenge").Locator("li").AllInnerTextsAsync());
        }

        public async ValueTask DisposeAsync()
        {
            await keys.DisposeAsync();
            await person.DisposeAsync();
        }
    }
}
