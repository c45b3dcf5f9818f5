// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Vigil.EndToEnd.Stage;

/// <summary>
/// Stands between a page and the server on the signalling WebSocket: sees every message, and can play a dishonest server
/// by withholding events or answering requests that the real one never gets.
/// </summary>
internal sealed partial class SignallingRoute
{
    private readonly ConcurrentDictionary<string, bool> withheld = new();
    private readonly ConcurrentDictionary<string, bool> pretended = new();
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

    /// <summary>From now on the server does not get this request; the page is told that all went well.</summary>
    public void Pretend(string requestType) => pretended[requestType] = true;

    /// <summary>Cuts the connection as a broken network would.</summary>
    public async Task CutAsync()
    {
        await page!.CloseAsync(new() { Code = 4000, Reason = "cut" });
        await server!.CloseAsync(new() { Code = 4000, Reason = "cut" });
    }

    private void Connect(IWebSocketRoute webSocket)
    {
        (page, server) = (webSocket, webSocket.ConnectToServer());
        webSocket.OnMessage(frame => { if (IsForServer(webSocket, frame.Text!)) { server.Send(frame.Text!); } });
        server.OnMessage(frame => { if (IsForPage(frame.Text!)) { webSocket.Send(frame.Text!); } });
    }

    private bool IsForServer(IWebSocketRoute webSocket, string text)
    {
        ToServer.Enqueue(text);
        using var message = JsonDocument.Parse(text);
        if (!pretended.ContainsKey(message.RootElement.GetProperty("type").GetString()!)) { return true; }
        webSocket.Send($$"""{"answer":{{message.RootElement.GetProperty("id").GetInt32()}},"ok":{} }""");
        return false;
    }

    private bool IsForPage(string text)
    {
        FromServer.Enqueue(text);
        using var message = JsonDocument.Parse(text);
        return !message.RootElement.TryGetProperty("event", out var name) || !withheld.ContainsKey(name.GetString()!);
    }

    [GeneratedRegex("/signal/")]
    private static partial Regex SignallingAddress();
}
