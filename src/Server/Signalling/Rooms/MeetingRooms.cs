// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Text.Json;
using Vigil.Server.Files;
using Vigil.Server.Meetings;
using Vigil.Server.Signalling.Media;
using Vigil.Server.Signalling.Messages;
using Vigil.Server.Staff;
using Vigil.Server.Stamps;

namespace Vigil.Server.Signalling.Rooms;

/// <summary>The rooms that are open now.</summary>
internal sealed class MeetingRooms(IMediaPlane plane, StampSigner signer, FileStore files, TimeProvider time, ILogger<MeetingRooms> logger)
{
    private readonly ConcurrentDictionary<MeetingId, MeetingRoom> _rooms = [];

    /// <summary>Refused commands of all rooms, by reason.</summary>
    public CommandCounters RefusedCommands { get; } = new();

    public JsonElement RtpCapabilities => plane.RtpCapabilities;

    public (MeetingRoom Room, Refusal? Refusal, GroupState? Group) Enter(Meeting meeting, Participant participant)
    {
        while (true)
        {
            var room = _rooms.GetOrAdd(meeting.Id, _ => Open(meeting));
            if (room.TryEnter(participant, out var refusal, out var group)) { return (room, refusal, group); }
            // Its last participant is just leaving it: that room is over, and the next round makes a new one.
            _rooms.TryRemove(KeyValuePair.Create(meeting.Id, room));
        }
    }

    public void OnLinkRevoked(MeetingId meeting, LinkId link)
    {
        if (_rooms.TryGetValue(meeting, out var room)) { room.OnLinkRevoked(link); }
    }

    /// <summary>Rooms that are open, and people in them and before their doors.</summary>
    public (int Meetings, int People) Count()
    {
        var rooms = _rooms.Values.ToArray();
        return (rooms.Length, rooms.Sum(room => room.Count()));
    }

    public void TellOfOrder(MeetingId meeting, OrderNews news)
    {
        if (_rooms.TryGetValue(meeting, out var room)) { room.TellOfOrder(news); }
    }

    public void EndByOrder(MeetingId meeting, OrderNews news)
    {
        if (_rooms.TryGetValue(meeting, out var room)) { room.EndByOrder(news); }
    }

    public async Task LeaveAsync(Meeting meeting, MeetingRoom room, Participant participant)
    {
        if (!room.Leave(participant)) { return; }
        _rooms.TryRemove(KeyValuePair.Create(meeting.Id, room));
        await room.DisposeAsync();
        logger.RoomEnded(_rooms.Count);
    }

    private MeetingRoom Open(Meeting meeting)
    {
        logger.RoomOpened(_rooms.Count + 1);
        return new MeetingRoom(meeting, plane, signer, files, RefusedCommands, time, logger);
    }
}
