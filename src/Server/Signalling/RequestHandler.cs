// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Vigil.Server.Meetings;
using Vigil.Server.Signalling.Messages;
using Vigil.Server.Signalling.Rooms;
using Vigil.Server.Storage;

namespace Vigil.Server.Signalling;

/// <summary>Does the requests of one connection, one after the other.</summary>
internal sealed class RequestHandler(string routingKey, MeetingStore meetings, MeetingRooms rooms, OutgoingQueue outgoing)
{
    private Entry? _entry;

    private sealed record Entry(Meeting Meeting, MeetingRoom Room, Participant Participant);

    public Challenge Challenge { get; } = new(RandomNumberGenerator.GetBytes(Challenge.Length));

    public bool HasJoined => _entry is not null;

    public async Task<Outcome> HandleAsync(Request request, RequestRule rule)
    {
        var refusal = rule.Check(_entry?.Participant.State ?? SessionState.Connected, _entry?.Participant.Role ?? Role.Guest);
        if (refusal is not null) { return refusal; }
        return request switch
        {
            JoinRequest join => Join(join),
            LeaveRequest => await LeaveAsync(),
            _ => await HandleInRoomAsync(request, _entry!.Room, _entry.Participant),
        };
    }

    public Task LeaveRoomAsync() => _entry is { } entry ? rooms.LeaveAsync(entry.Meeting, entry.Room, entry.Participant) : Task.CompletedTask;

    private Outcome Join(JoinRequest join)
    {
        // The id in the request and the key in the address must be of one meeting: several machines are told apart by the key.
        if (join.Meeting.RoutingKey != routingKey || meetings.Find(join.Meeting) is not { } meeting)
        {
            return new Refusal("meeting_not_found", "there is no such meeting here") { Close = CloseCode.MeetingNotFound };
        }
        var authority = new MeetingAuthority(meeting.Id, meeting.HostKey, meeting.JoinKey);
        if (!authority.ProvesLink(Challenge, join.Participant, join.LeafKey, join.Proof))
        {
            return new Refusal("bad_proof", "the link is incomplete or wrong") { Close = CloseCode.Refused };
        }
        var participant = new Participant(join.Participant, join.LeafKey, Challenge, outgoing);
        var (room, refusal, group) = rooms.Enter(meeting, participant);
        if (refusal is not null) { return refusal; }
        _entry = new Entry(meeting, room, participant);
        return new JoinOk(rooms.RtpCapabilities, group);
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
        AdmitRequest r => Done(room.Admissions.Admit(r)),
        RefuseRequest r => Done(room.Admissions.Refuse(r)),
        CreateGroupRequest r => Done(room.Group.Create(me, r.Group)),
        CommitRequest r => Done(room.Group.Commit(me, r)),
        EpochReadyRequest r => Done(room.Group.Ready(me, r)),
        SendRequest r => Done(room.Group.Send(me, r)),
        CreateFileRequest r => Done(room.Files.Create(r)),
        RemoveRequest r => Done(room.Remove(r)),
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
