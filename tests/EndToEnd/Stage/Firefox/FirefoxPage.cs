// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Vigil.EndToEnd.Stage.Firefox;

/// <summary>One tab that shares nothing with any other: finds what is on it, and uses mouse and keyboard.</summary>
internal sealed class FirefoxPage : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly BidiClient client;
    private readonly string userContext;
    private readonly string tab;

    private FirefoxPage(BidiClient client, string userContext, string tab) => (this.client, this.userContext, this.tab) = (client, userContext, tab);

    /// <summary>Errors and warnings of the page's console.</summary>
    public ConcurrentQueue<string> Complaints { get; } = [];

    public static async Task<FirefoxPage> OpenAsync(BidiClient client, string initScript)
    {
        var userContext = (await client.SendAsync("browser.createUserContext", new { })).GetProperty("userContext").GetString()!;
        var tab = (await client.SendAsync("browsingContext.create", new { type = "tab", userContext })).GetProperty("context").GetString()!;
        var page = new FirefoxPage(client, userContext, tab);
        client.Happened += page.Hear;
        await client.SendAsync("browsingContext.setViewport", new { context = tab, viewport = new { width = 1280, height = 720 } });
        await client.SendAsync("script.addPreloadScript", new { functionDeclaration = $"() => {{ {initScript} }}", contexts = new[] { tab } });
        return page;
    }

    public Task GotoAsync(string url) => client.SendAsync("browsingContext.navigate", new { context = tab, url, wait = "complete" });

    public Task<string> UrlAsync() => EvaluateAsync("() => location.href");

    /// <summary>Calls a function of one line or many that gives a string or a promise of one; what is found by <paramref name="selector"/> is its argument.</summary>
    public async Task<string> EvaluateAsync(string function, string? selector = null)
    {
        var arguments = selector is null ? Array.Empty<object>() : [new { sharedId = await FindAsync(selector) }];
        var outcome = await client.SendAsync("script.callFunction", new
        {
            functionDeclaration = function,
            target = new { context = tab },
            awaitPromise = true,
            userActivation = true,
            arguments,
        });
        if (outcome.GetProperty("type").GetString() != "success") { throw new InvalidOperationException(outcome.GetProperty("exceptionDetails").GetProperty("text").GetString()); }
        return outcome.GetProperty("result").TryGetProperty("value", out var value) ? value.ToString() : "";
    }

    /// <summary>Waits until this function says true. A page that is just being replaced by another has no answer yet.</summary>
    public async Task UntilAsync(string function, string what)
    {
        var began = Stopwatch.GetTimestamp();
        while (await AnswerAsync(function) != "True")
        {
            if (Stopwatch.GetElapsedTime(began) > Patience) { throw new TimeoutException($"Not within {Patience.TotalSeconds:0} s: {what}. Its console: {string.Join('\n', Complaints)}"); }
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }

    public Task UntilVisibleAsync(string selector) => UntilAsync($"() => document.querySelector({Quoted(selector)})?.checkVisibility() ?? false", $"{selector} is visible");

    public async Task ClickAsync(string selector)
    {
        await UntilVisibleAsync(selector);
        await UntilAsync($"() => document.querySelector({Quoted(selector)})?.disabled !== true", $"{selector} is enabled");
        await EvaluateAsync("(found) => { found.scrollIntoView({ block: 'center', behavior: 'instant' }); return '' }", selector);
        var target = new { type = "element", element = new { sharedId = await FindAsync(selector) } };
        await ActAsync("pointer", new { type = "pointerMove", x = 0, y = 0, origin = target }, new { type = "pointerDown", button = 0 }, new { type = "pointerUp", button = 0 });
    }

    /// <summary>Types into a field in place of what is in it.</summary>
    public async Task FillAsync(string selector, string text)
    {
        await ClickAsync(selector);
        await EvaluateAsync("(field) => { field.select(); return '' }", selector);
        // A field that held something loses it by the first letter; where nothing is to be typed, the delete key takes it.
        await PressAsync([.. text.Length == 0 ? ["\uE017"] : text.Select(letter => letter.ToString())]);
    }

    public Task PressAsync(params string[] keys) =>
        ActAsync("key", [.. keys.SelectMany(value => new object[] { new { type = "keyDown", value }, new { type = "keyUp", value } })]);

    public async Task ScreenshotAsync(string path)
    {
        var taken = await client.SendAsync("browsingContext.captureScreenshot", new { context = tab });
        await File.WriteAllBytesAsync(path, taken.GetProperty("data").GetBytesFromBase64());
    }

    public static string Quoted(string text) => JsonSerializer.Serialize(text);

    private async Task<string> AnswerAsync(string function)
    {
        try { return await EvaluateAsync(function); }
        catch (InvalidOperationException) { return ""; }
    }

    private Task<JsonElement> ActAsync(string type, params object[] actions) =>
        client.SendAsync("input.performActions", new { context = tab, actions = new[] { new { type, id = type, actions } } });

    private async Task<string> FindAsync(string selector)
    {
        await UntilAsync($"() => document.querySelector({Quoted(selector)}) !== null", $"there is {selector}");
        var found = await client.SendAsync("browsingContext.locateNodes", new { context = tab, locator = new { type = "css", value = selector }, maxNodeCount = 1 });
        return found.GetProperty("nodes")[0].GetProperty("sharedId").GetString()!;
    }

    private void Hear(string method, JsonElement entry)
    {
        if (method != "log.entryAdded" || entry.GetProperty("source").GetProperty("context").GetString() != tab) { return; }
        if (entry.GetProperty("level").GetString() is "error" or "warn") { Complaints.Enqueue(entry.GetProperty("text").GetString() ?? ""); }
    }

    public async ValueTask DisposeAsync()
    {
        client.Happened -= Hear;
        await client.SendAsync("browser.removeUserContext", new { userContext });
    }
}
