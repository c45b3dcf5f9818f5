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

    /// <summary>Before the page of the bots is loaded: sockets of a page that is there already are not routed.</summary>
    public Task PlaceAsync(IPage page) => page.RouteWebSocketAsync(SignallingAddress(), socket =>
    {
        sockets.Add(socket);
        socket.ConnectToServer();
    });

    public void MakeUp(string eventName, IReadOnlyDictionary<string, object> members)
    {
        var text = JsonSerializer.Serialize(new Dictionary<string, object>(members) { ["event"] = eventName });
        foreach (var socket in sockets) { socket.Send(text); }
    }

    [GeneratedRegex("/signal/")]
    private static partial Regex SignallingAddress();
}
