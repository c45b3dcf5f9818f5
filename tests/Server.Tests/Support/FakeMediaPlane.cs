// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Vigil.Server.Signalling.Media;
using Vigil.Server.Signalling.Messages;

namespace Vigil.Server.Tests.Support;

/// <summary>A media plane that keeps books instead of forwarding packets, and breaks when told to.</summary>
internal sealed class FakeMediaPlane : IMediaPlane
{
    private int _routers;

    public List<FakeMediaRouter> Routers { get; } = [];

    public JsonElement RtpCapabilities { get; } = JsonElement.Parse("""{"codecs":[],"headerExtensions":[]}""");

    public IMediaRouter CreateRouter()
    {
        var router = new FakeMediaRouter(++_routers);
        Routers.Add(router);
        return router;
    }
}

internal sealed class FakeMediaRouter(int number) : IMediaRouter
{
    private int _made;

    public event Action<string, TransportEnd>? TransportClosed;

    /// <summary>What the next creation of a transport throws.</summary>
    public Exception? Fault { get; set; }

    /// <summary>What producing waits for, so that a test can let something happen meanwhile.</summary>
    public Task ProduceGate { get; set; } = Task.CompletedTask;

    /// <summary>What closing a transport waits for; a router that is gone by then says so.</summary>
    public Task CloseGate { get; set; } = Task.CompletedTask;

    public List<string> Calls { get; } = [];

    public bool IsDisposed { get; private set; }

    public void CloseByItself(string transport, TransportEnd reason) => TransportClosed!(transport, reason);

    public Task<Outcome> CreateTransportAsync(TransportDirection direction)
    {
        if (Fault is not null) { throw Fault; }
        var parameters = JsonElement.Parse("{}");
        return Task.FromResult<Outcome>(new TransportOk(Name("transport"), parameters, parameters, parameters));
    }

    public Task<Outcome> ConnectTransportAsync(string transport, JsonElement dtlsParameters) => Note($"connect {transport}");

    public async Task<Outcome> ProduceAsync(string transport, MediaKind kind, JsonElement rtpParameters, bool paused)
    {
        await ProduceGate;
        return rtpParameters.TryGetProperty("codecs", out _) ? new ProduceOk(Name("producer")) : new Refusal("unsupported", "no codecs");
    }

    public Task<Outcome> ConsumeAsync(string transport, string producer, JsonElement rtpCapabilities) =>
        Task.FromResult<Outcome>(new ConsumeOk(Name("consumer"), producer, MediaKind.Video, JsonElement.Parse("{}")));

    public Task<Outcome> SetProducerPausedAsync(string producer, bool paused) => Note($"pause {producer} {paused}");

    public Task<Outcome> SetConsumerPausedAsync(string consumer, bool paused) => Note($"pause {consumer} {paused}");

    public Task<Outcome> RequestKeyFrameAsync(string consumer) => Note($"keyFrame {consumer}");

    public async Task CloseTransportAsync(string transport)
    {
        await Note($"close {transport}");
        await CloseGate;
        ObjectDisposedException.ThrowIf(IsDisposed, this);
    }

    public Task CloseProducerAsync(string producer) => Note($"close {producer}");

    public Task CloseConsumerAsync(string consumer) => Note($"close {consumer}");

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }

    private string Name(string what) => $"{what}-{number}-{Interlocked.Increment(ref _made)}";

    private Task<Outcome> Note(string call)
    {
        lock (Calls) { Calls.Add(call); }
        return Task.FromResult<Outcome>(Ok.Nothing);
    }
}
