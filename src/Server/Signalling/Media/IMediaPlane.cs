// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Vigil.Server.Signalling.Messages;

namespace Vigil.Server.Signalling.Media;

/// <summary>Where media goes. ORTC parameters pass through signalling as JSON; this side reads and writes them.</summary>
internal interface IMediaPlane
{
    public JsonElement RtpCapabilities { get; }

    public IMediaRouter CreateRouter();
}

/// <summary>The media of one room. Outcomes are what the client is to be answered.</summary>
internal interface IMediaRouter : IAsyncDisposable
{
    /// <summary>A transport ended by itself: its id, and why.</summary>
    public event Action<string, TransportEnd> TransportClosed;

    /// <returns><see cref="TransportOk"/> or a refusal</returns>
    public Task<Outcome> CreateTransportAsync(TransportDirection direction);

    public Task<Outcome> ConnectTransportAsync(string transport, JsonElement dtlsParameters);

    /// <returns><see cref="ProduceOk"/> or a refusal</returns>
    public Task<Outcome> ProduceAsync(string transport, MediaKind kind, JsonElement rtpParameters, bool paused);

    /// <returns><see cref="ConsumeOk"/> or a refusal</returns>
    public Task<Outcome> ConsumeAsync(string transport, string producer, JsonElement rtpCapabilities);

    public Task<Outcome> SetProducerPausedAsync(string producer, bool paused);

    public Task<Outcome> SetConsumerPausedAsync(string consumer, bool paused);

    public Task<Outcome> RequestKeyFrameAsync(string consumer);

    public Task CloseTransportAsync(string transport);

    public Task CloseProducerAsync(string producer);

    public Task CloseConsumerAsync(string consumer);
}
