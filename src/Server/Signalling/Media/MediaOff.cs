// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Vigil.Server.Signalling.Messages;

namespace Vigil.Server.Signalling.Media;

/// <summary>Signalling without media.</summary>
internal sealed class MediaOff : IMediaPlane
{
    public JsonElement RtpCapabilities { get; } = JsonDocument.Parse("""{"codecs":[],"headerExtensions":[]}""").RootElement;

    public IMediaRouter CreateRouter() => new Router();

    private sealed class Router : IMediaRouter
    {
        public event Action<string, TransportEnd> TransportClosed { add { } remove { } }
        private static Task<Outcome> Off => Task.FromResult<Outcome>(new Refusal("unsupported", "this server has no media"));
        public Task<Outcome> CreateTransportAsync(TransportDirection direction) => Off;
        public Task<Outcome> ConnectTransportAsync(string transport, JsonElement dtlsParameters) => Off;
        public Task<Outcome> ProduceAsync(string transport, MediaKind kind, JsonElement rtpParameters, bool paused) => Off;
        public Task<Outcome> ConsumeAsync(string transport, string producer, JsonElement rtpCapabilities) => Off;
        public Task<Outcome> SetProducerPausedAsync(string producer, bool paused) => Off;
        public Task<Outcome> SetConsumerPausedAsync(string consumer, bool paused) => Off;
        public Task<Outcome> RequestKeyFrameAsync(string consumer) => Off;
        public Task CloseTransportAsync(string transport) => Off;
        public Task CloseProducerAsync(string producer) => Off;
        public Task CloseConsumerAsync(string consumer) => Off;
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
