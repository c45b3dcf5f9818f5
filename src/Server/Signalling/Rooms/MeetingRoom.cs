// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Files;
using Vigil.Server.Meetings;
using Vigil.Server.Meetings.Commands;
using Vigil.Server.Serving;
using Vigil.Server.Signalling.Media;
using Vigil.Server.Signalling.Messages;
using Vigil.Server.Staff;
using Vigil.Server.Stamps;

namespace Vigil.Server.Signalling.Rooms;

/// <summary>A meeting that somebody is connected to. It lives in memory only and ends with its last connection.</summary>
internal sealed class MeetingRoom : IAsyncDisposable
{
    private const int LargestAttendance = 100;

    /// <summary>Joins at once and for each second: all of a large meeting come at the full hour, and come back after a fault.</summary>
    private const int JoinBurst = 300;
    private const int JoinsPerSecond = 5;

    private readonly Attendance _attendance = new();
    private readonly TokenBucket _joins;
    private readonly RecentDepartures _departures;
    private readonly Bars _bars = new();
    private bool _isOver, _isEmptied;

    public MeetingRoom(
        Meeting meeting, IMediaPlane plane, StampSigner signer, FileStore files, CommandCounters refused, TimeProvider time, ILogger logger)
    {
        var authority = new MeetingAuthority(meeting.Id, meeting.HostKey);
        _departures = new RecentDepartures(time);
        _joins = new TokenBucket(JoinsPerSecond, JoinBurst, time);
        Commands = new RoomCommands(_attendance, meeting, refused, OnCommand);
        Admissions = new AdmissionDesk(_attendance, authority, Commands, _bars, time);
        Group = new GroupMailbox(_attendance, meeting.Id, Commands, new RoomStamps(signer, meeting.Id, time), OnEntered, time);
        Media = new RoomMedia(_attendance, plane, logger);
        Files = new RoomFiles(files);
    }

    public RoomCommands Commands { get; }

    public AdmissionDesk Admissions { get; }

    public GroupMailbox Group { get; }

    public RoomMedia Media { get; }

    public RoomFiles Files { get; }

    /// <summary>False if the room has ended in the meantime: then there is a new one to be made. Otherwise the outcome says whether one is in.</summary>
    public bool TryEnter(Participant participant, out Refusal? refusal, out GroupState? group)
    {
        lock (_attendance.Gate)
        {
            group = Group.Current;
            refusal = _isOver ? null : CheckEntry(participant);
            return !_isOver;
        }
    }

    /// <summary>The participant's connection is down. True, once, when nobody is left and the room is over.</summary>
    public bool Leave(Participant participant)
    {
        lock (_attendance.Gate)
        {
            // False for somebody whom a host removed: that was told already.
            if (_attendance.Remove(participant))
            {
                // Guests in front of the door are nobody's business.
                if (participant.IsMember) { _attendance.TellMembers(new LeftEvent(participant.Id)); }
                OnGone(participant);
                if (Group.Current is null) { _departures.Clear(); _bars.ForgetMembers(); }
                else if (participant.IsMember) { _departures.Add(participant); }
            }
            if (_isEmptied || _attendance.Count > 0) { return false; }
            return _isOver = _isEmptied = true;
        }
    }

    /// <summary>A host ended a link.</summary>
    public void OnLinkRevoked(LinkId link)
    {
        lock (_attendance.Gate) { Admissions.RefuseWaiting(link, RefusedReason.LinkRevoked); }
    }

    public int Count()
    {
        lock (_attendance.Gate) { return _attendance.Count; }
    }

    /// <summary>An order about this meeting was announced: everybody is told, holders of the host key with the notice.</summary>
    public void TellOfOrder(OrderNews news)
    {
        lock (_attendance.Gate)
        {
            foreach (var participant in _attendance.Present) { participant.TellOfOrder("notice", news); }
        }
    }

    /// <summary>To one who joined or proved the host key after it was announced.</summary>
    public void TellOfOrder(Participant participant, OrderNews news)
    {
        lock (_attendance.Gate) { participant.TellOfOrder("notice", news); }
    }

    /// <summary>Everybody is told which order it was, to check it, and disconnected.</summary>
    public void EndByOrder(OrderNews news)
    {
        lock (_attendance.Gate)
        {
            foreach (var participant in _attendance.Present) { participant.TellOfOrder("end", news); }
            EndForAll(CloseCode.Order, "order");
        }
    }

    public async ValueTask DisposeAsync()
    {
        Admissions.Dispose();
        Files.Dispose();
        await Media.DisposeAsync();
    }

    private Refusal? CheckEntry(Participant participant)
    {
        if (!_joins.TryTake()) { return Refusal.TooMany("joins of this meeting; try again in a minute") with { Close = CloseCode.TooMany }; }
        if (_bars.Has(participant.LeafKey))
        {
            return new Refusal("bad_proof", "a host removed this leaf key") { Close = CloseCode.Refused };
        }
        if (_bars.Shuts(participant))
        {
            return new Refusal("link_barred", "who came by this link was removed") { Close = CloseCode.Refused };
        }
        if (_attendance.TryFind(participant.Id, out _))
        {
            return new Refusal("participant_taken", "this participant id is here already") { Close = CloseCode.ParticipantTaken };
        }
        if (_attendance.Count >= LargestAttendance)
        {
            return new Refusal("meeting_full", $"{LargestAttendance} participants are here") { Close = CloseCode.MeetingFull };
        }
        _attendance.TryAdd(participant);
        Commands.Refresh(participant);
        return null;
    }

    private void OnEntered(Participant member)
    {
        _bars.OnEntered(member);
        foreach (var departed in _departures.All) { member.Tell(new LeftEvent(departed.Id)); }
        Admissions.OnEntered(member);
        Media.OnEntered(member);
    }

    /// <summary>Under the gate, when all members have been told of it.</summary>
    private void OnCommand(Command command)
    {
        switch (command.Body)
        {
            case RemoveBody remove: Expel(remove); break;
            case EndBody: EndForAll(CloseCode.Ended, "ended"); return;
            case AskBody: return;
        }
        Media.OnRightsChanged();
        Admissions.OnCommand();
    }

    /// <summary>Also of somebody who has just gone: the door is shut behind that one, too.</summary>
    private void Expel(RemoveBody remove)
    {
        _bars.OnExpelled(remove.Participant);
        var isHere = _attendance.TryFind(remove.Participant, out var expelled);
        expelled ??= _departures.All.FirstOrDefault(departed => departed.Id.Equals(remove.Participant));
        if (expelled is null) { return; }
        _bars.Add(expelled.LeafKey);
        if (isHere)
        {
            _attendance.Remove(expelled);
            OnGone(expelled);
            expelled.Close(CloseCode.Removed, "removed");
        }
        // Nothing shuts out a holder of the host key.
        if (!remove.BarsLink || expelled.CameBy == CameBy.HostKey) { return; }
        _bars.Add(expelled.Link);
        Admissions.RefuseBarred(RefusedReason.LinkBarred);
    }

    private void EndForAll(int code, string reason)
    {
        _isOver = true;
        foreach (var participant in _attendance.Present.ToArray())
        {
            _attendance.Remove(participant);
            Media.OnLeft(participant);
            participant.Close(code, reason);
        }
        Group.End();
    }

    private void OnGone(Participant participant)
    {
        Media.OnLeft(participant);
        Group.OnLeft(participant);
        Admissions.OnLeft(participant);
    }
}
