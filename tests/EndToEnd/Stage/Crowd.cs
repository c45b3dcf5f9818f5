// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Vigil.EndToEnd.Stage;

/// <summary>Stands between all bots of one page and the server: tells each of them what the server never said.</summary>
internal sealed partial class Crowd
{
    private readonly ConcurrentBag<IWebSocketRoute> sockets = [];

    /// <summary>Before the first bot joins.</summary>
    public static async Task<Crowd> PlaceAsync(Bots bots)
    {
        var crowd = new Crowd();
        await bots.Page.RouteWebSocketAsync(SignallingAddress(), socket =>
        {
            crowd.sockets.Add(socket);
            socket.ConnectToServer();
        });
        // Only sockets of a page that is loaded from here on are routed.
        await bots.Page.ReloadAsync();
        await bots.Page.Locator("body[data-ready=true]").WaitForAsync();
        return crowd;
    }

    public void MakeUp(string eventName, IReadOnlyDictionary<string, object> members)
    {
        var text = JsonSerializer.Serialize(new Dictionary<string, object>(members) { ["event"] = eventName });
        foreach (var socket in sockets) { socket.Send(text); }
    }

    [GeneratedRegex("/signal/")]
    private static partial Regex SignallingAddress();
}
