// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Vigil.Server.Signalling.Messages;
using Vigil.Sfu;
using Vigil.Sfu.Ortc;
using MediaKind = Vigil.Server.Signalling.Messages.MediaKind;
using TransportDirection = Vigil.Server.Signalling.Messages.TransportDirection;

namespace Vigil.Server.Signalling.Media;

/// <summary>Puts a client's JSON into the SFU's terms, and the SFU's results into answers.</summary>
internal sealed class SfuMediaRouter : IMediaRouter
{
    private readonly Router _router;

    public SfuMediaRouter(Router router)
    {
        _router = router;
        router.Events += OnEvent;
    }

    public event Action<string, TransportEnd>? TransportClosed;

    public async Task<Outcome> CreateTransportAsync(TransportDirection direction)
    {
        var made = await _router.CreateTransportAsync(direction == TransportDirection.Send ? Sfu.TransportDirection.Send : Sfu.TransportDirection.Receive);
        return new TransportOk(
            made.Id,
            JsonSerializer.SerializeToElement(made.IceParameters, OrtcJson.Default.IceParameters),
            JsonSerializer.SerializeToElement(made.IceCandidates, OrtcJson.Default.IReadOnlyListIceCandidate),
            JsonSerializer.SerializeToElement(made.DtlsParameters, OrtcJson.Default.DtlsParameters));
    }

    public async Task<Outcome> ConnectTransportAsync(string transport, JsonElement dtlsParameters)
    {
        if (!TryRead(dtlsParameters, OrtcJson.Default.DtlsParameters, out var remote)) { return Unreadable("dtlsParameters"); }
        return ToOutcome(await _router.ConnectTransportAsync(transport, remote!));
    }

    public async Task<Outcome> ProduceAsync(string transport, MediaKind kind, JsonElement rtpParameters, bool paused)
    {
        if (!TryRead(rtpParameters, OrtcJson.Default.RtpParameters, out var parameters)) { return Unreadable("rtpParameters"); }
        var made = await _router.ProduceAsync(transport, kind == MediaKind.Audio ? Sfu.Ortc.MediaKind.Audio : Sfu.Ortc.MediaKind.Video, parameters!, paused);
        return made.IsOk ? new ProduceOk(made.Value) : ToRefusal(made.Error, made.Problem);
    }

    public async Task<Outcome> ConsumeAsync(string transport, string producer, JsonElement rtpCapabilities)
    {
        if (!TryRead(rtpCapabilities, OrtcJson.Default.RtpCapabilities, out var capabilities)) { return Unreadable("rtpCapabilities"); }
        var made = await _router.ConsumeAsync(transport, producer, capabilities!);
        if (!made.IsOk) { return ToRefusal(made.Error, made.Problem); }
        var kind = made.Value.Kind == Sfu.Ortc.MediaKind.Audio ? MediaKind.Audio : MediaKind.Video;
        var parameters = JsonSerializer.SerializeToElement(made.Value.RtpParameters, OrtcJson.Default.RtpParameters);
        return new ConsumeOk(made.Value.Id, producer, kind, parameters);
    }

    public async Task<Outcome> SetProducerPausedAsync(string producer, bool paused) =>
        ToOutcome(await _router.SetProducerPausedAsync(producer, paused));

    public async Task<Outcome> SetConsumerPausedAsync(string consumer, bool paused) =>
        ToOutcome(await _router.SetConsumerPausedAsync(consumer, paused));

    public async Task<Outcome> RequestKeyFrameAsync(string consumer) => ToOutcome(await _router.RequestKeyFrameAsync(consumer));

    public Task CloseTransportAsync(string transport) => _router.CloseTransportAsync(transport);

    public Task CloseProducerAsync(string producer) => _router.CloseProducerAsync(producer);

    public Task CloseConsumerAsync(string consumer) => _router.CloseConsumerAsync(consumer);

    public ValueTask DisposeAsync() => _router.DisposeAsync();

    private void OnEvent(MediaEvent happened)
    {
        // Producers and consumers that end with a transport are forgotten with it.
        if (happened is not TransportClosed closed) { return; }
        TransportClosed?.Invoke(closed.TransportId, closed.Reason switch
        {
            TransportCloseReason.Ice => TransportEnd.Ice,
            TransportCloseReason.Dtls => TransportEnd.Dtls,
            _ => TransportEnd.Fault,
        });
    }

    private static bool TryRead<T>(JsonElement json, JsonTypeInfo<T> type, out T? value) where T : class
    {
        value = null;
        try { value = json.Deserialize(type); }
        catch (JsonException) { return false; }
        return value is not null;
    }

    private static Refusal Unreadable(string member) => Refusal.Malformed($"'{member}' does not have its ORTC form");

    private static Outcome ToOutcome(MediaResult result) => result.IsOk ? Ok.Nothing : ToRefusal(result.Error, result.Problem);

    private static Refusal ToRefusal(MediaError error, string? problem) => new(
        error switch
        {
            MediaError.NotFound => "not_found",
            MediaError.WrongState => "wrong_state",
            MediaError.Full => "too_many",
            _ => "unsupported",
        },
        problem ?? "the media plane refused this");
}
