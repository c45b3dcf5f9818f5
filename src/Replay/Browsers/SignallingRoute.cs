// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Vigil.Replay.Browsers;

/// <summary>
/// Stands between a page and the server on the signalling WebSocket: sees every message, and can play a dishonest server
/// by withholding, holding back or making up events, or by answering requests that the real one never gets. It can ask the server for what the page never would.
/// </summary>
internal sealed partial class SignallingRoute
{
    /// <summary>Requests of ours have numbers that no page comes to.</summary>
    private const int FirstOwn = 1_000_000_000;

    private readonly ConcurrentDictionary<string, bool> withheld = new();
    private readonly ConcurrentDictionary<string, Action<JsonElement>> pretended = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> held = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> own = new();
    private TaskCompletionSource connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int lastOwn = FirstOwn;
    private IWebSocketRoute? page;
    private IWebSocketRoute? server;

    public ConcurrentQueue<string> ToServer { get; } = [];

    public ConcurrentQueue<string> FromServer { get; } = [];

    public Uri Url => new(page!.Url);

    public static async Task<SignallingRoute> PlaceAsync(Person person)
    {
        var route = new SignallingRoute();
        await person.Page.RouteWebSocketAsync(SignallingAddress(), route.Connect);
        return route;
    }

    /// <summary>From now on the page does not get this event.</summary>
    public void Withhold(string eventName) => withheld[eventName] = true;

    /// <summary>From now on the server does not get this request; the page is told that all went well, after what is done in the server's place.</summary>
    public void Pretend(string requestType, Action<JsonElement>? instead = null) => pretended[requestType] = instead ?? (_ => { });

    /// <summary>From now on this event waits until it is let go.</summary>
    public void Hold(string eventName) => held[eventName] = [];

    /// <summary>The page gets what was held, in order, and from now on this event as it comes.</summary>
    public void Release(string eventName)
    {
        if (!held.TryRemove(eventName, out var waiting)) { return; }
        foreach (var text in waiting) { page!.Send(text); }
    }

    /// <summary>Tells the page what the server never said.</summary>
    public void MakeUp(string eventName, IReadOnlyDictionary<string, object> members) =>
        page!.Send(JsonSerializer.Serialize(new Dictionary<string, object>(members) { ["event"] = eventName }));

    /// <summary>Asks the server over the page's own connection, as a changed client could. The page learns nothing of it.</summary>
    public Task<JsonElement> AskAsync(string type, IReadOnlyDictionary<string, object> members)
    {
        var id = Interlocked.Increment(ref lastOwn);
        var answer = own[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server!.Send(JsonSerializer.Serialize(new Dictionary<string, object>(members) { ["id"] = id, ["type"] = type }));
        return answer.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>The newest request of that type that the page made, the newest event of that name that it got.</summary>
    public JsonElement LastRequest(string type) => Parsed(ToServer).Last(message => message.GetProperty("type").GetString() == type);

    public IReadOnlyList<JsonElement> Events(string name) => [.. Parsed(FromServer).Where(message => message.TryGetProperty("event", out var said) && said.GetString() == name)];

    private static IEnumerable<JsonElement> Parsed(IEnumerable<string> texts) => texts.Select(text => JsonSerializer.Deserialize<JsonElement>(text));

    /// <summary>Cuts the connection, by default as a broken network would; returns when the page has made another.</summary>
    public async Task CutAsync(int code = 4000)
    {
        connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
        // The page comes back at once, and its new connection takes the places of these two.
        var (cutPage, cutServer) = (page!, server!);
        await cutPage.CloseAsync(new() { Code = code, Reason = "cut" });
        await cutServer.CloseAsync(new() { Code = 4000, Reason = "cut" });
        await connected.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>Closes the connection as the server would; the page may come back or not.</summary>
    public async Task EndAsync(int code)
    {
        var (endedPage, endedServer) = (page!, server!);
        await endedPage.CloseAsync(new() { Code = code, Reason = "ended" });
        await endedServer.CloseAsync(new() { Code = 4000, Reason = "ended" });
    }

    private void Connect(IWebSocketRoute webSocket)
    {
        var behind = webSocket.ConnectToServer();
        (page, server) = (webSocket, behind);
        webSocket.OnMessage(frame => { if (IsForServer(webSocket, frame.Text!)) { behind.Send(frame.Text!); } });
        behind.OnMessage(frame => { if (IsForPage(frame.Text!)) { webSocket.Send(frame.Text!); } });
        connected.TrySetResult();
    }

    private bool IsForServer(IWebSocketRoute webSocket, string text)
    {
        ToServer.Enqueue(text);
        using var message = JsonDocument.Parse(text);
        if (!pretended.TryGetValue(message.RootElement.GetProperty("type").GetString()!, out var instead)) { return true; }
        instead(message.RootElement.Clone());
        webSocket.Send($$"""{"answer":{{message.RootElement.GetProperty("id").GetInt32()}},"ok":{} }""");
        return false;
    }

    private bool IsForPage(string text)
    {
        FromServer.Enqueue(text);
        using var message = JsonDocument.Parse(text);
        if (message.RootElement.TryGetProperty("answer", out var id) && own.TryRemove(id.GetInt32(), out var answer))
        {
            answer.SetResult(message.RootElement.Clone());
            return false;
        }
        if (!message.RootElement.TryGetProperty("event", out var name)) { return true; }
        if (held.TryGetValue(name.GetString()!, out var waiting)) { waiting.Enqueue(text); return false; }
        return !withheld.ContainsKey(name.GetString()!);
    }

    [GeneratedRegex("/signal/")]
    private static partial Regex SignallingAddress();
}
