// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Vigil.Server.Serving;
using Vigil.Sfu;
using Vigil.Sfu.Ortc;

namespace Vigil.Server.Signalling.Media;

/// <summary>The SFU of this process.</summary>
internal sealed class SfuMediaPlane(MediaPlane plane) : IMediaPlane, IAsyncDisposable
{
    public JsonElement RtpCapabilities { get; } = JsonSerializer.SerializeToElement(plane.RtpCapabilities, OrtcJson.Default.RtpCapabilities);

    /// <exception cref="StartException">the port is taken, or the options cannot work</exception>
    public static SfuMediaPlane Start(ServeOptions options, ILoggerFactory loggers, TimeProvider time)
    {
        try { return new SfuMediaPlane(MediaPlane.Start(Options(options), loggers, time)); }
        catch (Exception e) when (e is SocketException or IOException or ArgumentException)
        {
            throw new StartException($"--media-port, --announce: media cannot start: {e.Message}");
        }
    }

    public IMediaRouter CreateRouter() => new SfuMediaRouter(plane.CreateRouter());

    public ValueTask DisposeAsync() => plane.DisposeAsync();

    internal static SfuOptions Options(ServeOptions options) => new()
    {
        // Browsers on this machine reach loopback by IPv4 whatever name they used.
        ListenAddress = options.IsLoopback ? IPAddress.Loopback : options.IsEveryAddress ? IPAddress.IPv6Any : IPAddress.Parse(options.Host),
        AnnouncedAddresses = [.. options.Announce.Select(IPAddress.Parse)],
        Port = options.MediaPort ?? (options.IsLoopback ? 0 : ServeOptions.UsualMediaPort),
        Workers = 1,
    };
}
