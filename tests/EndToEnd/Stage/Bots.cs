// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Microsoft.Playwright;

namespace Vigil.EndToEnd.Stage;

/// <summary>
/// Many participants in one page of one browser: the client's own classes, with a canvas for a camera (web/tests/bots). Their code
/// comes from artifacts/bots under the server's address, but not from the server: it is no part of the product. It is put into a page
/// that really is the server's, because browsers let no other speak to this machine.
/// </summary>
internal sealed class Bots : IAsyncDisposable
{
    private readonly IBrowserContext context;

    private Bots(IBrowserContext context, IPage page) => (this.context, Page) = (context, page);

    public IPage Page { get; }

    /// <summary>An empty page; the participants come with <see cref="JoinAsync"/>.</summary>
    /// <param name="worker">Put in front of the encryption workers' script, as <see cref="WorkerScript"/> does for people.</param>
    public static async Task<Bots> OpenAsync(IBrowser browser, string server, string worker = "")
    {
        if (!Directory.Exists(Folder)) { throw new InvalidOperationException("artifacts/bots is missing: npm --prefix web run build:bots"); }
        var context = await browser.NewContextAsync(new() { BypassCSP = true });
        var page = await context.NewPageAsync();
        PageErrors.Of(page, "bots");
        await context.RouteAsync("**/bots/**", route => route.FulfillAsync(FileOf(new Uri(route.Request.Url).AbsolutePath, worker)));
        await page.GotoAsync($"{server}/robots.txt");
        await page.AddScriptTagAsync(new() { Url = "/bots/bots.js", Type = "module" });
        await page.Locator("body[data-ready=true]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        return new Bots(context, page);
    }

    /// <summary>Brings <paramref name="count"/> more into the meeting and returns when the last one is in.</summary>
    public Task JoinAsync(string link, int count, object? options = null) =>
        Page.EvaluateAsync("([link, count, options]) => window.bots.start(link, count, options)", new[] { link, count, options ?? new { } });

    /// <summary>The last <paramref name="count"/> leave in order.</summary>
    public Task LeaveAsync(int count) => Page.EvaluateAsync("count => window.bots.stop(count)", count);

    public async Task<IReadOnlyList<BotState>> StatesAsync() =>
        JsonSerializer.Deserialize<List<BotState>>(await Page.EvaluateAsync<string>("async () => JSON.stringify(await window.bots.state())"), JsonSerializerOptions.Web)!;

    /// <summary>Waits until no bot has somebody of this name in the epoch that it sends in.</summary>
    public Task WithoutAsync(string name) => Page.WaitForFunctionAsync("name => window.bots.areWithout(name)", name);

    public async ValueTask DisposeAsync() => await context.CloseAsync();

    private static string Folder => Path.Combine(Checkout.Root, "artifacts", "bots");

    private static RouteFulfillOptions FileOf(string path, string worker)
    {
        var file = Path.Combine(Folder, path["/bots/".Length..]);
        if (WorkerScript.Address().IsMatch(path)) { return new() { Body = worker + "\n" + File.ReadAllText(file), ContentType = "text/javascript" }; }
        return File.Exists(file)
            ? new() { Path = file, ContentType = Path.GetExtension(file) == ".js" ? "text/javascript" : "text/css" }
            : new() { Status = 404 };
    }
}

/// <summary>What a bot says of itself: web/tests/bots/Bot.svelte.ts.</summary>
internal sealed record BotState(
    string Name, string? Participant, string At, string? Why, IReadOnlyList<string> People, int Epoch, string? SafetyCode, BotCounters? Counters);

internal sealed record BotCounters(long Encrypted, long Decrypted, IReadOnlyDictionary<string, long> Drops);
