// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Vigil.Server.Signalling.Media;
using Vigil.Server.Signalling.Messages;

namespace Vigil.Server.Signalling.Rooms;

/// <summary>
/// Transports, producers and consumers of a room, and whose they are. The media plane is asked outside the gate; each
/// answer is looked at again inside, for the participant or the transport may be gone by then.
/// </summary>
internal sealed class RoomMedia(Attendance attendance, IMediaPlane plane, ILogger logger) : IAsyncDisposable
{
    /// <summary>Microphone, camera, screen and its sound, and room for replacing two of them.</summary>
    private const int MostProducers = 6;

    private readonly Dictionary<string, Track> _tracks = [];
    private readonly Dictionary<string, Participant> _transportOwners = [];
    private IMediaRouter? _router;

    public async Task<Outcome> CreateTransportAsync(Participant participant, TransportDirection direction)
    {
        lock (attendance.Gate)
        {
            if (participant.IsGone) { return Gone; }
            if (!participant.Media.TryReserve(direction)) { return Refusal.TooMany("one transport of each direction"); }
        }
        var outcome = await Router().CreateTransportAsync(direction);
        lock (attendance.Gate)
        {
            if (outcome is TransportOk made && !participant.IsGone)
            {
                participant.Media.Set(direction, made.Transport);
                _transportOwners.Add(made.Transport, participant);
                return made;
            }
            participant.Media.Clear(direction);
        }
        if (outcome is TransportOk tooLate)
        {
            await Router().CloseTransportAsync(tooLate.Transport);
            return Gone;
        }
        return outcome;
    }

    public async Task<Outcome> ConnectTransportAsync(Participant participant, string transport, JsonElement dtlsParameters)
    {
        lock (attendance.Gate)
        {
            if (participant.Media.DirectionOf(transport) is null) { return Refusal.NotFound("this connection has no such transport"); }
        }
        return await Router().ConnectTransportAsync(transport, dtlsParameters);
    }

    public async Task<Outcome> ProduceAsync(Participant participant, ProduceRequest request)
    {
        lock (attendance.Gate)
        {
            if (participant.Media.DirectionOf(request.Transport) != TransportDirection.Send)
            {
                return Refusal.NotFound("this connection has no such send transport");
            }
            if (participant.Media.Producers >= MostProducers) { return Refusal.TooMany($"{MostProducers} producers for each participant"); }
            participant.Media.Producers++;
        }
        var outcome = await Router().ProduceAsync(request.Transport, request.Kind, request.RtpParameters, request.Paused);
        lock (attendance.Gate)
        {
            // A transport that closed while we waited has taken the producer with it.
            var isStillThere = !participant.IsGone && participant.Media.DirectionOf(request.Transport) is not null;
            if (outcome is not ProduceOk made || !isStillThere)
            {
                participant.Media.Producers--;
                return outcome is Refusal refusal ? refusal : Gone;
            }
            if (!participant.Rights.HasFlag(Rights.Speak))
            {
                participant.Media.Producers--;
                _ = CloseProducersAsync([made.Producer]);
                return Refusal.WrongState("'produce' needs somebody who is not a listener");
            }
            var track = new Track(made.Producer, participant, request.Kind, request.Source) { IsPaused = request.Paused };
            _tracks.Add(made.Producer, track);
            attendance.TellMembers(track.Announcement, except: participant);
            return made;
        }
    }

    public async Task<Outcome> SetProducerPausedAsync(Participant participant, string producer, bool paused)
    {
        lock (attendance.Gate)
        {
            if (FindOwn(participant, producer) is null) { return NoProducer; }
        }
        if (await Router().SetProducerPausedAsync(producer, paused) is Refusal refusal) { return refusal; }
        lock (attendance.Gate)
        {
            if (FindOwn(participant, producer) is not { } track) { return NoProducer; }
            if (track.IsPaused == paused) { return Ok.Nothing; }
            track.IsPaused = paused;
            attendance.TellMembers(paused ? new ProducerPausedEvent(producer) : new ProducerResumedEvent(producer), except: participant);
        }
        return Ok.Nothing;
    }

    public async Task<Outcome> CloseProducerAsync(Participant participant, string producer)
    {
        lock (attendance.Gate)
        {
            if (FindOwn(participant, producer) is not { } track) { return NoProducer; }
            Remove(track);
        }
        await Router().CloseProducerAsync(producer);
        return Ok.Nothing;
    }

    public async Task<Outcome> ConsumeAsync(Participant participant, ConsumeRequest request)
    {
        string transport;
        lock (attendance.Gate)
        {
            if (participant.Media.Transport(TransportDirection.Receive) is not { } receive)
            {
                return Refusal.WrongState("'consume' needs a transport of direction recv");
            }
            if (!_tracks.TryGetValue(request.Producer, out var track) || track.Owner == participant) { return NoProducer; }
            // Reserved under the producer's own id until the media plane has named the consumer.
            if (participant.Media.Consumers.ContainsValue(request.Producer)) { return Refusal.TooMany("one consumer of each producer"); }
            participant.Media.Consumers.Add(request.Producer, request.Producer);
            transport = receive;
        }
        var outcome = await Router().ConsumeAsync(transport, request.Producer, request.RtpCapabilities);
        lock (attendance.Gate)
        {
            // False when the producer or the transport went away while we waited, and the consumer with it.
            var isStillThere = participant.Media.Consumers.Remove(request.Producer) && !participant.IsGone;
            if (outcome is not ConsumeOk made) { return outcome; }
            if (!isStillThere) { return NoProducer; }
            participant.Media.Consumers.Add(made.Consumer, request.Producer);
            return made;
        }
    }

    public Task<Outcome> SetConsumerPausedAsync(Participant participant, string consumer, bool paused) =>
        Owns(participant, consumer) ? Router().SetConsumerPausedAsync(consumer, paused) : Task.FromResult<Outcome>(NoConsumer);

    public Task<Outcome> RequestKeyFrameAsync(Participant participant, string consumer) =>
        Owns(participant, consumer) ? Router().RequestKeyFrameAsync(consumer) : Task.FromResult<Outcome>(NoConsumer);

    public async Task<Outcome> CloseConsumerAsync(Participant participant, string consumer)
    {
        lock (attendance.Gate)
        {
            if (!participant.Media.Consumers.Remove(consumer)) { return NoConsumer; }
        }
        await Router().CloseConsumerAsync(consumer);
        return Ok.Nothing;
    }

    /// <summary>Under the gate: producers are announced to members, and to nobody else.</summary>
    public void OnEntered(Participant member)
    {
        foreach (var track in _tracks.Values) { member.Tell(track.Announcement); }
    }

    /// <summary>Under the gate: nothing more is forwarded of somebody who became a listener.</summary>
    public void OnRightsChanged()
    {
        var silenced = _tracks.Values.Where(track => !track.Owner.Rights.HasFlag(Rights.Speak)).ToArray();
        foreach (var track in silenced) { Remove(track); }
        if (silenced.Length > 0) { _ = CloseProducersAsync([.. silenced.Select(track => track.Producer)]); }
    }

    /// <summary>Under the gate.</summary>
    public void OnLeft(Participant participant)
    {
        foreach (var track in _tracks.Values.Where(track => track.Owner == participant).ToArray()) { Remove(track); }
        var transports = participant.Media.Transports.Where(_transportOwners.Remove).ToArray();
        if (transports.Length > 0) { _ = CloseTransportsAsync(transports); }
    }

    public async ValueTask DisposeAsync()
    {
        if (_router is not null) { await _router.DisposeAsync(); }
    }

    private static Refusal Gone => Refusal.WrongState("this session, or the transport, has ended");

    private static Refusal NoProducer => Refusal.NotFound("there is no such producer");

    private static Refusal NoConsumer => Refusal.NotFound("this connection has no such consumer");

    private IMediaRouter Router()
    {
        lock (attendance.Gate)
        {
            if (_router is not null) { return _router; }
            _router = plane.CreateRouter();
            _router.TransportClosed += OnTransportClosed;
            return _router;
        }
    }

    private void OnTransportClosed(string transport, TransportEnd reason)
    {
        lock (attendance.Gate)
        {
            // Not there: it was this side that closed it.
            if (!_transportOwners.Remove(transport, out var owner)) { return; }
            if (owner.Media.DirectionOf(transport) is not { } direction) { return; }
            owner.Media.Clear(direction);
            if (direction == TransportDirection.Receive) { owner.Media.Consumers.Clear(); }
            else
            {
                foreach (var track in _tracks.Values.Where(track => track.Owner == owner).ToArray()) { Remove(track); }
            }
            owner.Tell(new TransportClosedEvent(transport, reason));
        }
    }

    /// <summary>Under the gate. The media plane closes a producer's consumers with it; here they are forgotten.</summary>
    private void Remove(Track track)
    {
        _tracks.Remove(track.Producer);
        track.Owner.Media.Producers--;
        foreach (var member in attendance.Members)
        {
            foreach (var (consumer, producer) in member.Media.Consumers)
            {
                if (producer == track.Producer) { member.Media.Consumers.Remove(consumer); }
            }
        }
        attendance.TellMembers(new ProducerRemovedEvent(track.Producer), except: track.Owner);
    }

    private Track? FindOwn(Participant participant, string producer) =>
        _tracks.TryGetValue(producer, out var track) && track.Owner == participant ? track : null;

    private bool Owns(Participant participant, string consumer)
    {
        lock (attendance.Gate) { return participant.Media.Consumers.TryGetValue(consumer, out var producer) && consumer != producer; }
    }

    private async Task CloseProducersAsync(string[] producers)
    {
        try
        {
            foreach (var producer in producers) { await Router().CloseProducerAsync(producer); }
        }
        catch (ObjectDisposedException) { /* The room ended meanwhile, and its router took all of them with it. */ }
        catch (Exception e) { logger.MediaFailed(e.GetType().Name, e.StackTrace); }
    }

    private async Task CloseTransportsAsync(string[] transports)
    {
        try
        {
            foreach (var transport in transports) { await Router().CloseTransportAsync(transport); }
        }
        catch (ObjectDisposedException) { /* The room ended meanwhile, and its router took all of them with it. */ }
        catch (Exception e) { logger.MediaFailed(e.GetType().Name, e.StackTrace); }
    }
}
