// SPDX-License-Identifier: Apache-2.0
using Microsoft.Playwright;

namespace Vigil.Replay.Browsers;

/// <summary>The system's Chromium with devices that are not there. Started when somebody first sits down; everybody has a context of their own.</summary>
internal sealed class Chromium(string path) : IAsyncDisposable
{
    public const string UsualPath = "/usr/bin/chromium";

    /// <summary>Presses "Allow" in the browser's own dialog; pictures at 10 a second leave the cores to what is played.</summary>
    private static readonly string[] PretendedDevices = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream=fps=10"];

    private readonly List<Person> people = [];
    private IPlaywright? playwright;
    private IBrowser? browser;

    public static bool IsAt(string path) => File.Exists(path);

    public static Task<IBrowser> LaunchAsync(IPlaywright playwright, string path, params string[] devices) => playwright.Chromium.LaunchAsync(new()
    {
        ExecutablePath = path,
        Headless = true,
        Args =
        [
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
            "--autoplay-policy=no-user-gesture-required", .. devices,
        ],
    });

    public async Task<Person> SitDownAsync(string name)
    {
        playwright ??= await Playwright.CreateAsync();
        browser ??= await LaunchAsync(playwright, path, PretendedDevices);
        var person = await Person.SitDownAsync(browser, name);
        people.Add(person);
        return person;
    }

    public async Task EverybodyLeavesAsync()
    {
        foreach (var person in people) { await person.DisposeAsync(); }
        people.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await EverybodyLeavesAsync();
        if (browser is not null) { await browser.CloseAsync(); }
        playwright?.Dispose();
    }
}
