// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Crypto;
using Vigil.Server.Files;
using Vigil.Server.Meetings;
using Vigil.Server.Signalling.Media;
using Vigil.Server.Signalling.Messages;
using Vigil.Server.Stamps;

namespace Vigil.Server.Signalling.Rooms;

/// <summary>A meeting that somebody is connected to. It lives in memory only and ends with its last connection.</summary>
internal sealed class MeetingRoom : IAsyncDisposable
{
    private const int LargestAttendance = 100;

    private readonly Attendance _attendance = new();
    private readonly MeetingAuthority _authority;
    private readonly RecentDepartures _departures;
    private readonly HashSet<PublicKey> _barred = [];
    private bool _hasEnded;

    public MeetingRoom(Meeting meeting, IMediaPlane plane, StampSigner signer, FileStore files, TimeProvider time, ILogger logger)
    {
        _authority = new MeetingAuthority(meeting.Id, meeting.HostKey, meeting.JoinKey);
        _departures = new RecentDepartures(time);
        Admissions = new AdmissionDesk(_attendance, _authority, time);
        Group = new GroupMailbox(_attendance, meeting.Id, _authority, new RoomStamps(signer, meeting.Id, time), OnEntered, time);
        Media = new RoomMedia(_attendance, plane, logger);
        Files = new RoomFiles(files);
    }

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
            refusal = _hasEnded ? null : CheckEntry(participant);
            return !_hasEnded;
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
                OnLeft(participant, new LeftEvent(participant.Id));
                if (Group.Current is null) { _departures.Clear(); }
                else if (participant.IsMember) { _departures.Add(participant.Id); }
            }
            if (_hasEnded || _attendance.Count > 0) { return false; }
            _hasEnded = true;
            return true;
        }
    }

    /// <summary>A host ends somebody's stay; nobody comes back with the same leaf key.</summary>
    public Outcome Remove(RemoveRequest request)
    {
        if (!_authority.Removes(request.Participant, request.Signature)) { return new Refusal("bad_signature", "the host key did not sign this"); }
        lock (_attendance.Gate)
        {
            if (!_attendance.TryFind(request.Participant, out var removed)) { return Refusal.NotFound("nobody here has this participant id"); }
            var told = new RemovedEvent(removed.Id, request.Signature);
            _barred.Add(removed.LeafKey);
            _attendance.Remove(removed);
            OnLeft(removed, told);
            removed.Tell(told);
            removed.Close(CloseCode.Removed, "removed");
        }
        return Ok.Nothing;
    }

    public async ValueTask DisposeAsync()
    {
        Admissions.Dispose();
        Files.Dispose();
        await Media.DisposeAsync();
    }

    private Refusal? CheckEntry(Participant participant)
    {
        if (_barred.Contains(participant.LeafKey))
        {
            return new Refusal("bad_proof", "a host removed this leaf key") { Close = CloseCode.Refused };
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
        return null;
    }

    private void OnEntered(Participant member)
    {
        foreach (var departed in _departures.All) { member.Tell(new LeftEvent(departed)); }
        Admissions.OnEntered(member);
        Media.OnEntered(member);
    }

    private void OnLeft(Participant participant, ServerEvent told)
    {
        // Guests in front of the door are nobody's business.
        if (participant.IsMember) { _attendance.TellMembers(told); }
        Media.OnLeft(participant);
        Admissions.OnLeft(participant);
        Group.OnLeft(participant);
    }
}
