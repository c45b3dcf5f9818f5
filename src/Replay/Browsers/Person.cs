// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Vigil.Replay.Browsers;

/// <summary>Somebody at a browser. Does what a person does, by what a person sees.</summary>
internal sealed class Person : IAsyncDisposable
{
    private readonly IBrowserContext context;

    /// <summary>Where pictures of pages go; none are taken without.</summary>
    public static string? Screenshots { get; set; }

    private Person(IBrowserContext context, IPage page, string name) => (this.context, Page, Name) = (context, page, name);

    public IPage Page { get; }

    public string Name { get; }

    /// <summary>Errors and warnings of the page's console, Content-Security-Policy violations among them.</summary>
    public ConcurrentQueue<string> Complaints { get; } = [];

    /// <summary>What fails the test if it is not expected.</summary>
    public PageErrors Errors { get; private init; } = null!;

    public ConcurrentQueue<string> RequestedUrls { get; } = [];

    public ILocator Tiles => Page.GetByTestId("tile");

    public ILocator OtherTiles => Page.Locator("[data-testid=tile][data-self=false]");

    public static async Task<Person> SitDownAsync(IBrowser browser, string name, bool allowDevices = true, ViewportSize? screen = null, string language = "en")
    {
        var context = await browser.NewContextAsync(new()
        {
            Permissions = allowDevices ? ["camera", "microphone", "clipboard-read", "clipboard-write"] : [],
            Locale = language,
            ViewportSize = screen ?? new() { Width = 1280, Height = 720 },
        });
        context.SetDefaultTimeout(20_000);
        await context.AddInitScriptAsync(MediaStatistics.InitScript);
        var page = await context.NewPageAsync();
        var person = new Person(context, page, name) { Errors = PageErrors.Of(page, name) };
        person.Page.Console += (_, message) => { if (message.Type is "error" or "warning") { person.Complaints.Enqueue(message.Text); } };
        person.Page.PageError += (_, error) => person.Complaints.Enqueue(error);
        context.Request += (_, request) => person.RequestedUrls.Enqueue(request.Url);
        return person;
    }

    /// <summary>As somebody who pressed "Block" in the browser's own dialog.</summary>
    public async Task DenyDevicesAsync()
    {
        var devTools = await context.NewCDPSessionAsync(Page);
        foreach (var device in new[] { "camera", "microphone" })
        {
            await devTools.SendAsync("Browser.setPermission", new() { ["permission"] = new Dictionary<string, object> { ["name"] = device }, ["setting"] = "denied" });
        }
    }

    /// <summary>Presses "New meeting" on the start page and stops at the pre-join page; the link is in the address bar.</summary>
    public async Task<string> CreateMeetingAsync(string server, string title = "")
    {
        await Page.GotoAsync(server);
        await Page.GetByTestId("meeting-title").FillAsync(title);
        await Page.GetByTestId("new-meeting").ClickAsync();
        await Page.GetByTestId("name").WaitForAsync();
        return Page.Url;
    }

    public async Task OpenAsync(string link)
    {
        // Another fragment, or the same, loads nothing.
        if (Page.Url == link) { await Page.ReloadAsync(); } else { await Page.GotoAsync(link); }
        await Page.GetByTestId("name").WaitForAsync();
    }

    public async Task PressJoinAsync()
    {
        await Page.GetByTestId("name").FillAsync(Name);
        await Page.GetByTestId("join").ClickAsync();
    }

    public async Task JoinAsync(string link)
    {
        if (Page.Url != link) { await OpenAsync(link); }
        await WaitForCameraAsync();
        await PressJoinAsync();
        await InMeetingAsync();
    }

    /// <summary>The permission is granted, so the preview starts by itself.</summary>
    public Task WaitForCameraAsync() => Page.Locator("video").First.WaitForAsync();

    public Task InMeetingAsync() => InStateAsync("live");

    /// <summary>Waits until the page is in this state: live, waiting, over, a problem's name… Says what was there instead if it never is.</summary>
    public async Task InStateAsync(string state)
    {
        try { await Page.Locator($"main[data-state='{state}']").WaitForAsync(); }
        catch (TimeoutException)
        {
            await ScreenshotAsync($"failed-{Name}");
            var shown = await Page.Locator("main").First.InnerTextAsync();
            var at = await Page.Locator("main").First.GetAttributeAsync("data-state");
            throw new TimeoutException($"{Name} is in '{at}', not in '{state}'. The page says: {shown}\nIts console: {string.Join('\n', Complaints)}");
        }
    }

    public async Task SeesAsync(params string[] names)
    {
        foreach (var name in names) { await OtherTiles.GetByTestId("name-chip").Filter(new() { HasText = name }).WaitForAsync(); }
        await Assertions.Expect(OtherTiles).ToHaveCountAsync(names.Length);
    }

    public ILocator VideoOf(string name) => OtherTiles.Filter(new() { HasText = name }).Locator("video");

    public async Task SeesPictureOfAsync(string name)
    {
        await VideoOf(name).WaitForAsync();
        await Page.WaitForFunctionAsync("video => video.videoWidth > 0", await VideoOf(name).ElementHandleAsync());
    }

    public async Task<string> ReadSafetyCodeAsync()
    {
        await Page.GetByTestId("shield").ClickAsync();
        var code = await Page.GetByTestId("safety-code").GetAttributeAsync("aria-label") ?? "";
        await Page.Keyboard.PressAsync("Escape");
        return code;
    }

    public async Task OpenPeopleAsync()
    {
        if (!await Page.GetByTestId("panel").IsVisibleAsync()) { await Page.GetByTestId("people").ClickAsync(); }
    }

    /// <summary>Their row in the list of people.</summary>
    public ILocator RowOf(string name) => Page.GetByTestId("person").Filter(new() { Has = Page.Locator(".name", new() { HasText = name }) });

    /// <summary>Chooses from the menu of somebody's row: <c>remove</c>, <c>make-cohost</c>, <c>ask-microphone</c>…</summary>
    public async Task ChooseAsync(string name, string action)
    {
        await OpenPeopleAsync();
        await RowOf(name).GetByTestId("person-menu").ClickAsync();
        await RowOf(name).GetByTestId($"menu-{action}").ClickAsync();
    }

    /// <summary>The same from the menu of their tile.</summary>
    public async Task ChooseOnTileAsync(string name, string action)
    {
        var tile = OtherTiles.Filter(new() { HasText = name });
        await tile.HoverAsync();
        await tile.GetByTestId("tile-menu").ClickAsync();
        await tile.GetByTestId($"menu-{action}").ClickAsync();
    }

    /// <summary>Presses a button that copies, and gives what is in the clipboard then.</summary>
    public async Task<string> CopyAsync(ILocator button)
    {
        await Page.EvaluateAsync("() => navigator.clipboard.writeText('')");
        await button.ClickAsync();
        return await (await Page.WaitForFunctionAsync("() => navigator.clipboard.readText()")).JsonValueAsync<string>();
    }

    public async Task HasRoleAsync(string name, string role)
    {
        await OpenPeopleAsync();
        await Assertions.Expect(RowOf(name)).ToHaveAttributeAsync("data-role", role, new() { Timeout = 10_000 });
    }

    /// <summary>Turns a switch of the meeting's settings, and waits until the chain of commands says so.</summary>
    public async Task SetAsync(string setting, bool on = true)
    {
        await OpenPeopleAsync();
        await Page.GetByTestId(setting).ClickAsync();
        await Assertions.Expect(Page.GetByTestId(setting)).ToBeCheckedAsync(new() { Checked = on });
    }

    /// <summary>As host: a personal link, as it is in the clipboard then.</summary>
    public async Task<string> MakeLinkAsync(string label, string? kind = null)
    {
        await OpenPeopleAsync();
        if (!await Page.GetByTestId("links").IsVisibleAsync()) { await Page.GetByTestId("open-links").ClickAsync(); }
        var form = Page.GetByTestId("link-form");
        if (kind is not null)
        {
            await form.Locator("summary").ClickAsync();
            await form.GetByTestId(kind).CheckAsync();
        }
        await form.GetByTestId("link-label").FillAsync(label);
        await form.GetByTestId("make-link").ClickAsync();
        return await CopyAsync(Page.GetByTestId("link").Filter(new() { HasText = label }).GetByTestId("copy-personal-link"));
    }

    public async Task OpenChatAsync()
    {
        if (!await Page.GetByTestId("chat-panel").IsVisibleAsync()) { await Page.GetByTestId("chat").ClickAsync(); }
    }

    public async Task SayAsync(string text)
    {
        await OpenChatAsync();
        await Page.GetByTestId("chat-text").FillAsync(text);
        await Page.GetByTestId("chat-send").ClickAsync();
    }

    public ILocator MessageOf(string text) => Page.GetByTestId("message").Filter(new() { Has = Page.GetByTestId("message-text").Filter(new() { HasText = text }) });

    /// <summary>Reports that message to the server, and waits until it has taken the report.</summary>
    public async Task ReportAsync(string text)
    {
        await OpenChatAsync();
        await MessageOf(text).GetByTestId("message-acts").ClickAsync();
        await Page.GetByTestId("message-menu").GetByTestId("report").ClickAsync();
        await Page.GetByTestId("report-continue").ClickAsync();
        await Page.GetByTestId("report-send").ClickAsync();
        await Page.GetByTestId("report-id").WaitForAsync();
    }

    /// <summary>Opens the link and asks to come in; what comes of it is for the caller.</summary>
    public async Task AskToJoinAsync(string link)
    {
        await OpenAsync(link);
        await WaitForCameraAsync();
        await PressJoinAsync();
    }

    public async Task RemoveAsync(string name)
    {
        await ChooseAsync(name, "remove");
        await Page.GetByTestId("remove-yes").ClickAsync();
    }

    /// <summary>"Connection details", where every drop and refusal is counted.</summary>
    public async Task<ILocator> OpenConnectionAsync()
    {
        await OpenPeopleAsync();
        var details = Page.GetByTestId("connection");
        if (await details.GetAttributeAsync("open") is null) { await details.Locator("summary").ClickAsync(); }
        return details;
    }

    /// <summary>The encryption worker's own counters, as "Connection details" shows them.</summary>
    public async Task<FrameCounters> ReadFrameCountersAsync()
    {
        await OpenConnectionAsync();
        await Assertions.Expect(Page.GetByTestId("frames-encrypted")).ToHaveTextAsync(new Regex("\\d"));
        var drops = await Page.GetByTestId("drops").AllInnerTextsAsync();
        return new(
            long.Parse(await Page.GetByTestId("frames-encrypted").InnerTextAsync()),
            long.Parse(await Page.GetByTestId("frames-decrypted").InnerTextAsync()),
            drops.Sum(long.Parse));
    }

    /// <summary>For this page time goes on, as it does for a server whose clock was put forward.</summary>
    public Task PassAsync(TimeSpan span) => Page.EvaluateAsync("ms => { const now = Date.now; Date.now = () => now() + ms }", span.TotalMilliseconds);

    public Task<MediaStatistics> StatisticsAsync() => MediaStatistics.ReadAsync(Page);

    public Task ScreenshotAsync(string name) =>
        Screenshots is null ? Task.CompletedTask : Page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, name + ".png") });

    public async ValueTask DisposeAsync() => await context.CloseAsync();
}

internal sealed record FrameCounters(long Encrypted, long Decrypted, long Dropped);
