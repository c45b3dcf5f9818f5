// SPDX-License-Identifier: Apache-2.0
using Vigil.Sfu.Forwarding;
using Vigil.Sfu.Ortc;
using Vigil.Sfu.Workers;

namespace Vigil.Sfu;

/// <summary>One meeting's media. May be called from any thread: everything is done on the worker that the meeting lives on, in the order of the calls.</summary>
public sealed class Router : IAsyncDisposable
{
    private readonly WorkerThread worker;
    private readonly RouterState state;
    private readonly Action onDisposed;
    private volatile bool isDisposed;

    internal Router(WorkerThread worker, IReadOnlyList<IceCandidate> candidates, Action<Router, MediaEvent> raise, Action onDisposed)
    {
        this.worker = worker;
        this.onDisposed = onDisposed;
        state = worker.NewRouter(candidates, happened => raise(this, happened));
    }

    /// <summary>What happened without a call, or to others because of one. Raised one at a time, off the packet thread.</summary>
    public event Action<MediaEvent>? Events;

    public Task<TransportInfo> CreateTransportAsync(TransportDirection direction, CancellationToken cancellation = default) =>
        InvokeAsync(now => state.CreateTransport(direction, now), cancellation);

    public Task<MediaResult> ConnectTransportAsync(string transportId, DtlsParameters remote, CancellationToken cancellation = default) =>
        InvokeAsync(now => state.ConnectTransport(transportId, remote, now), cancellation);

    /// <summary>Takes a client's track; the value is the producer's id.</summary>
    public Task<MediaResult<string>> ProduceAsync(
        string transportId, string kind, RtpParameters parameters, bool paused, CancellationToken cancellation = default) =>
        InvokeAsync(_ => state.Produce(transportId, kind, parameters, paused), cancellation);

    /// <summary>Gives a producer's track to a transport. It starts paused: the client must know of it before its packets come.</summary>
    public Task<MediaResult<ConsumerInfo>> ConsumeAsync(
        string transportId, string producerId, RtpCapabilities client, CancellationToken cancellation = default) =>
        InvokeAsync(_ => state.Consume(transportId, producerId, client), cancellation);

    public Task<MediaResult> SetProducerPausedAsync(string producerId, bool paused, CancellationToken cancellation = default) =>
        InvokeAsync(now => state.SetProducerPaused(producerId, paused, now), cancellation);

    /// <summary>A resumed consumer asks its producer for a key frame and starts with it.</summary>
    public Task<MediaResult> SetConsumerPausedAsync(string consumerId, bool paused, CancellationToken cancellation = default) =>
        InvokeAsync(now => state.SetConsumerPaused(consumerId, paused, now), cancellation);

    public Task<MediaResult> RequestKeyFrameAsync(string consumerId, CancellationToken cancellation = default) =>
        InvokeAsync(now => state.RequestKeyFrame(consumerId, now), cancellation);

    /// <summary>Closes it with all it carries; closing what is not there is no mistake.</summary>
    public Task CloseTransportAsync(string transportId) => CloseAsync(() => state.CloseTransport(transportId));

    public Task CloseProducerAsync(string producerId) => CloseAsync(() => state.CloseProducer(producerId));

    public Task CloseConsumerAsync(string consumerId) => CloseAsync(() => state.CloseConsumer(consumerId));

    /// <summary>Closes everything in it, without events.</summary>
    public async ValueTask DisposeAsync()
    {
        if (isDisposed) { return; }
        isDisposed = true;
        onDisposed();
        try
        {
            await worker.InvokeAsync(
                _ =>
                {
                    state.CloseAll();
                    return true;
                },
                CancellationToken.None).ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // The media plane stopped first and closed it.
        }
    }

    /// <summary>On the event thread.</summary>
    internal void Raise(MediaEvent happened)
    {
        if (!isDisposed) { Events?.Invoke(happened); }
    }

    private Task<T> InvokeAsync<T>(Func<long, T> work, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        return worker.InvokeAsync(work, cancellation);
    }

    private Task<bool> CloseAsync(Action close) => InvokeAsync(
        _ =>
        {
            close();
            return true;
        },
        CancellationToken.None);
}
