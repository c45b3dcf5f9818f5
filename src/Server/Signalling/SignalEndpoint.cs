// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Meetings;
using Vigil.Server.Stamps;

namespace Vigil.Server.Signalling;

/// <summary>Takes WebSockets at /signal/&lt;routing key&gt;.</summary>
internal sealed class SignalEndpoint(
    Entrance entrance,
    StampSigner stamps,
    SignallingLimits limits,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<SignalEndpoint> logger)
{
    public async Task AcceptAsync(HttpContext context)
    {
        if (context.Request.RouteValues["key"] is not string routingKey || !MeetingId.IsRoutingKey(routingKey))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            return;
        }
        if (!IsSameOrigin(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var outgoing = new OutgoingQueue();
        var handler = new RequestHandler(routingKey, context.Connection.RemoteIpAddress, entrance, outgoing);
        var connection = new SignalConnection(socket, outgoing, handler, stamps.PublicKey, limits, time, logger);
        await connection.RunAsync(lifetime.ApplicationStopping);
    }

    /// <summary>Browsers always send Origin with a WebSocket; who sends none is no browser, and can claim any.</summary>
    private static bool IsSameOrigin(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        if (origin.Count == 0) { return true; }
        return string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }
}
