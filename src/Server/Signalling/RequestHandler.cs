// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Security.Cryptography;
using Vigil.Server.Meetings;
using Vigil.Server.Signalling.Messages;
using Vigil.Server.Signalling.Rooms;

namespace Vigil.Server.Signalling;

/// <summary>Does the requests of one connection, one after the other.</summary>
internal sealed class RequestHandler(string routingKey, IPAddress? address, Entrance entrance, OutgoingQueue outgoing)
{
    private Entry? _entry;

    public Challenge Challenge { get; } = new(RandomNumberGenerator.GetBytes(Challenge.Length));

    public bool HasJoined => _entry is not null;

    public async Task<Outcome> HandleAsync(Request request, RequestRule rule)
    {
        var refusal = rule.Check(_entry?.Participant.State ?? SessionState.Connected, _entry?.Participant.Rights ?? Rights.None);
        if (refusal is not null) { return refusal; }
        return request switch
        {
            JoinRequest join => await JoinAsync(join),
            LeaveRequest => await LeaveAsync(),
            _ => await HandleInRoomAsync(request, _entry!.Room, _entry.Participant),
        };
    }

    /// <summary>After the answer to what let somebody in, or made a host of one who was.</summary>
    public void TellOfOrders(Request request, Outcome outcome)
    {
        if (outcome is Ok && request is JoinRequest or HostRequest && _entry is { } entry) { entrance.TellOfOrders(entry); }
    }

    public Task LeaveRoomAsync() =>
        _entry is { } entry ? entrance.Rooms.LeaveAsync(entry.Meeting, entry.Room, entry.Participant) : Task.CompletedTask;

    private async Task<Outcome> JoinAsync(JoinRequest join)
    {
        (_entry, var outcome) = await entrance.EnterAsync(join, routingKey, address, Challenge, outgoing);
        return outcome;
    }

    /// <summary>The others hear of it now, not when the peer has closed its side.</summary>
    private async Task<Outcome> LeaveAsync()
    {
        await LeaveRoomAsync();
        return new LeaveOk();
    }

    private static Task<Outcome> HandleInRoomAsync(Request request, MeetingRoom room, Participant me) => request switch
    {
        HostRequest r => Done(room.Admissions.BecomeHost(me, r.Proof)),
        DelegateRequest r => Done(room.Admissions.BecomeDelegate(me, r.Delegation)),
        HelloRequest r => Done(room.Admissions.Ask(me, r.Sealed)),
        AdmissionRequest r => Done(room.Admissions.Present(me, r.Admission)),
        AdmitRequest r => Done(room.Admissions.Admit(me, r)),
        RefuseRequest r => Done(room.Admissions.Refuse(me, r)),
        HoldRequest r => Done(room.Admissions.Hold(r)),
        CreateGroupRequest r => Done(room.Group.Create(me, r.Group)),
        CommitRequest r => Done(room.Group.Commit(me, r)),
        EpochReadyRequest r => Done(room.Group.Ready(me, r)),
        SendRequest r => Done(room.Group.Send(me, r)),
        CommandRequest r => Done(room.Commands.Take(me, r.Command)),
        CreateFileRequest r => Done(room.Files.Create(r)),
        _ => HandleMediaAsync(request, room.Media, me),
    };

    private static Task<Outcome> HandleMediaAsync(Request request, RoomMedia media, Participant me) => request switch
    {
        CreateTransportRequest r => media.CreateTransportAsync(me, r.Direction),
        ConnectTransportRequest r => media.ConnectTransportAsync(me, r.Transport, r.DtlsParameters),
        ProduceRequest r => media.ProduceAsync(me, r),
        ProducerRequest { Type: "producer.pause" } r => media.SetProducerPausedAsync(me, r.Producer, paused: true),
        ProducerRequest { Type: "producer.resume" } r => media.SetProducerPausedAsync(me, r.Producer, paused: false),
        ProducerRequest { Type: "producer.close" } r => media.CloseProducerAsync(me, r.Producer),
        ConsumeRequest r => media.ConsumeAsync(me, r),
        ConsumerRequest { Type: "consumer.pause" } r => media.SetConsumerPausedAsync(me, r.Consumer, paused: true),
        ConsumerRequest { Type: "consumer.resume" } r => media.SetConsumerPausedAsync(me, r.Consumer, paused: false),
        ConsumerRequest { Type: "consumer.close" } r => media.CloseConsumerAsync(me, r.Consumer),
        ConsumerRequest { Type: "consumer.keyFrame" } r => media.RequestKeyFrameAsync(me, r.Consumer),
        _ => throw new InvalidOperationException("a rule without a handler"),
    };

    private static Task<Outcome> Done(Outcome outcome) => Task.FromResult(outcome);
}
