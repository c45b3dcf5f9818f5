// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace Vigil.EndToEnd.Stage.Firefox;

/// <summary>Somebody at Firefox, with the same verbs as <see cref="Person"/>.</summary>
internal sealed class FirefoxPerson : IAsyncDisposable
{
    private FirefoxPerson(FirefoxPage page, string name) => (Page, Name) = (page, name);

    public FirefoxPage Page { get; }

    public string Name { get; }

    public static async Task<FirefoxPerson> SitDownAsync(FirefoxBrowser browser, string name) =>
        new(await FirefoxPage.OpenAsync(browser.Client, MediaStatistics.InitScript), name);

    public async Task<string> CreateMeetingAsync(string server, string title = "")
    {
        await Page.GotoAsync(server);
        await Page.FillAsync(TestId("meeting-title"), title);
        await Page.ClickAsync(TestId("new-meeting"));
        await Page.UntilVisibleAsync(TestId("name"));
        return await Page.UrlAsync();
    }

    public async Task JoinAsync(string link)
    {
        if (await Page.UrlAsync() != link) { await Page.GotoAsync(link); }
        await Page.UntilVisibleAsync("video");
        await Page.FillAsync(TestId("name"), Name);
        await Page.ClickAsync(TestId("join"));
        await InStateAsync("live");
    }

    public async Task InStateAsync(string state)
    {
        try { await Page.UntilVisibleAsync($"main[data-state='{state}']"); }
        catch (TimeoutException late)
        {
            await ScreenshotAsync($"failed-{Name}");
            throw new TimeoutException($"{Name} is not in '{state}'. The page says: {await Page.EvaluateAsync("() => document.querySelector('main').innerText")}", late);
        }
    }

    public async Task SeesPictureOfAsync(string name)
    {
        await Page.UntilAsync($"() => {{ const tile = {TileOf(name)}; if (tile === undefined) return false; tile.dataset.of = {FirefoxPage.Quoted(name)}; return true }}", $"{Name} sees the tile of {name}");
        await Page.UntilAsync($"() => document.querySelector({FirefoxPage.Quoted(VideoOf(name))})?.videoWidth > 0", $"{Name} sees the picture of {name}");
    }

    /// <summary>Of somebody whose picture was seen before.</summary>
    public async Task<(double Changed, double Lit)> SampleAsync(string name)
    {
        var shares = await Page.EvaluateAsync($"async (video) => JSON.stringify(await ({Pixels.Sample})(video))", VideoOf(name));
        return JsonSerializer.Deserialize<double[]>(shares) is [var changed, var lit] ? (changed, lit) : throw new InvalidOperationException(shares);
    }

    public async Task<string> ReadSafetyCodeAsync()
    {
        await Page.ClickAsync(TestId("shield"));
        await Page.UntilVisibleAsync(TestId("safety-code"));
        var code = await Page.EvaluateAsync("(code) => code.getAttribute('aria-label')", TestId("safety-code"));
        await Page.PressAsync("\uE00C");
        return code;
    }

    public async Task SayAsync(string text)
    {
        await Page.ClickAsync(TestId("chat"));
        await Page.FillAsync(TestId("chat-text"), text);
        await Page.ClickAsync(TestId("chat-send"));
        await HearsAsync(text);
    }

    /// <summary>It stands in the open chat.</summary>
    public Task HearsAsync(string text) => Page.UntilAsync(
        $"() => [...document.querySelectorAll({FirefoxPage.Quoted(TestId("message-text"))})].some((message) => message.innerText.includes({FirefoxPage.Quoted(text)}))", $"{Name} reads: {text}");

    public Task SeesScreenAsync() =>
        Page.UntilAsync($"() => document.querySelector({FirefoxPage.Quoted(TestId("screen-tile") + " video")})?.videoWidth > 0", $"{Name} sees a shared screen");

    public async Task<MediaStatistics> StatisticsAsync() => MediaStatistics.Parse(await Page.EvaluateAsync(MediaStatistics.Collect));

    public Task ScreenshotAsync(string name) => Page.ScreenshotAsync(Path.Combine(Checkout.Screenshots, name + ".png"));

    public static string TestId(string id) => $"[data-testid='{id}']";

    private static string VideoOf(string name) => $"[data-of={FirefoxPage.Quoted(name)}] video";

    private static string TileOf(string name) =>
        $"[...document.querySelectorAll('[data-testid=tile][data-self=false]')].find((tile) => tile.innerText.includes({FirefoxPage.Quoted(name)}))";

    public ValueTask DisposeAsync() => Page.DisposeAsync();
}
