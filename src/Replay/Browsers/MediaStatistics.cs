// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Microsoft.Playwright;

namespace Vigil.Replay.Browsers;

/// <summary>What the browser itself counts, read from every RTCPeerConnection of a page.</summary>
internal sealed record MediaStatistics(double At, IReadOnlyList<InboundTrack> Inbound, IReadOnlyList<OutboundTrack> Outbound)
{
    /// <summary>Runs before any script of the page: remembers each connection, so that getStats can be asked from outside.</summary>
    public const string InitScript = """
        (() => {
          const Native = window.RTCPeerConnection
          const connections = []
          Object.defineProperty(window, 'testConnections', { value: connections })
          window.RTCPeerConnection = class extends Native { constructor(...options) { super(...options); connections.push(this) } }
        })()
        """;

    /// <summary>A function of the page that gives one reading as JSON.</summary>
    public const string Collect = """
        async () => {
          const inbound = [], outbound = []
          for (const connection of window.testConnections) {
            if (connection.connectionState === 'closed') continue
            for (const report of (await connection.getStats()).values()) {
              if (report.type === 'inbound-rtp' && report.mid !== 'probator') inbound.push({
                id: report.id, kind: report.kind, packets: report.packetsReceived ?? 0, framesReceived: report.framesReceived ?? 0, framesDecoded: report.framesDecoded ?? 0,
                audioEnergy: report.totalAudioEnergy ?? 0, freezes: report.freezeCount ?? 0, width: report.frameWidth ?? 0 })
              if (report.type === 'outbound-rtp') outbound.push({ id: report.id, kind: report.kind, packets: report.packetsSent ?? 0, framesEncoded: report.framesEncoded ?? 0 })
            }
          }
          return JSON.stringify({ at: performance.now(), inbound, outbound })
        }
        """;

    public static async Task<MediaStatistics> ReadAsync(IPage page) =>
        Parse(await page.EvaluateAsync<string>(Collect));

    public static MediaStatistics Parse(string reading) => JsonSerializer.Deserialize<MediaStatistics>(reading, JsonSerializerOptions.Web)!;

    /// <summary>Frames decoded per second of each video track between two readings.</summary>
    public IReadOnlyList<double> FrameRatesSince(MediaStatistics earlier) =>
    [
        .. from track in Inbound
           where track.Kind == "video"
           join before in earlier.Inbound on track.Id equals before.Id
           select (track.FramesDecoded - before.FramesDecoded) / ((At - earlier.At) / 1000),
    ];
}

internal sealed record InboundTrack(string Id, string Kind, long Packets, long FramesReceived, long FramesDecoded, double AudioEnergy, int Freezes, int Width);

internal sealed record OutboundTrack(string Id, string Kind, long Packets, long FramesEncoded);
