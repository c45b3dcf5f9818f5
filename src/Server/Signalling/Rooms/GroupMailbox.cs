// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Meetings;
using Vigil.Server.Mls;
using Vigil.Server.Signalling.Messages;
using Vigil.Server.Stamps;

namespace Vigil.Server.Signalling.Rooms;

/// <summary>
/// The ordered mailbox of an MLS group: of all commits made in one epoch, the first wins and everybody gets it.
/// The server can read no message and make no epoch; it only decides which comes first.
/// </summary>
internal sealed class GroupMailbox(
    Attendance attendance, MeetingId meeting, RoomCommands commands, RoomStamps stamps, Action<Participant> entered, TimeProvider time)
{
    private readonly HashSet<Participant> _ready = [];
    private GroupState? _current;
    private bool _isReadyTold;

    /// <summary>Under the gate.</summary>
    public GroupState? Current => _current;

    public Outcome Create(Participant host, GroupId group)
    {
        if (!group.BelongsTo(meeting)) { return Refusal.Malformed("a group id begins with the meeting id"); }
        lock (attendance.Gate)
        {
            if (host.IsGone) { return Gone; }
            if (_current is not null) { return new Refusal("group_exists", "the meeting's group has members"); }
            Begin(new GroupState(group, 0));
            commands.Begin(group);
            host.State = SessionState.Member;
            entered(host);
        }
        return Ok.Nothing;
    }

    /// <summary>Compare-and-swap on (group, epoch).</summary>
    /// <remarks>
    /// (1) the message is a commit and says of itself what the sender claims   <see cref="IsCommit"/>   RFC 9420 section 6
    /// (2) compare with the current epoch; whoever is late learns which it is
    /// (3) a newcomer's admission must still be good: members would have to refuse the commit   <see cref="MayEnter"/>
    /// (4) swap, then tell all members, the committer included; before that, one who was admitted becomes a member
    /// </remarks>
    public Outcome Commit(Participant sender, CommitRequest request)
    {
        // (1)
        if (!IsCommit(sender, request, out var authenticatedData)) { return BadCommit; }
        lock (attendance.Gate)
        {
            // (2)
            if (sender.IsGone) { return Gone; }
            if (_current is not { } current) { return Refusal.WrongState("the meeting has no group"); }
            if (!current.Group.Equals(request.Group) || current.Epoch != request.Epoch) { return Refusal.EpochConflict(current); }
            // (3)
            var isNew = !sender.IsMember;
            if (isNew && !MayEnter(sender, authenticatedData)) { return BadAdmission; }
            // (4)
            var next = current with { Epoch = current.Epoch + 1 };
            Begin(next);
            sender.State = SessionState.Member;
            attendance.TellMembers(new CommitEvent(request.Group, request.Epoch, request.Message, sender.Id));
            if (isNew)
            {
                sender.Tell(commands.Chain);
                entered(sender);
            }
            return new CommitOk(next.Epoch);
        }
    }

    public Outcome Ready(Participant member, EpochReadyRequest request)
    {
        lock (attendance.Gate)
        {
            if (member.IsGone || _current is not { } current) { return Gone; }
            // Ready for an epoch that has passed meanwhile: true, and of no use to anybody.
            if (current.Group.Equals(request.Group) && request.Epoch < current.Epoch) { return Ok.Nothing; }
            if (!current.Group.Equals(request.Group) || request.Epoch > current.Epoch) { return Refusal.EpochConflict(current); }
            _ready.Add(member);
            TellIfAllReady(current);
            return Ok.Nothing;
        }
    }

    /// <summary>Stamps and hands out. Stamping under the gate costs a signature's time and makes one order of stamps and messages.</summary>
    public Outcome Send(Participant sender, SendRequest request)
    {
        if (!EnvelopeHead.TryParse(request.Body, out var head)) { return Refusal.Malformed("the body is not an envelope of version 1"); }
        lock (attendance.Gate)
        {
            if (sender.IsGone) { return Gone; }
            var receiver = request.To is null ? null : FindMember(request.To);
            if (request.To is not null && receiver is null) { return Refusal.NotFound("no member has this participant id"); }
            var message = new MessageEvent(sender.Id, request.Body, stamps.Next(sender.Id, head));
            if (receiver is null) { attendance.TellMembers(message, except: sender); }
            else { receiver.Tell(message); }
            return new SendOk(message.Stamp);
        }
    }

    /// <summary>Under the gate. With its last member the group is gone: its keys exist nowhere any more.</summary>
    public void OnLeft(Participant participant)
    {
        _ready.Remove(participant);
        if (!attendance.Members.Any()) { End(); }
        else if (_current is { } current) { TellIfAllReady(current); }
    }

    /// <summary>Under the gate: the group is over, and its commands with it.</summary>
    public void End()
    {
        _current = null;
        commands.End();
    }

    private static Refusal BadCommit => new("bad_commit", "the message is not a commit of this sender for this group and epoch");

    private static Refusal BadAdmission =>
        new("bad_admission", "the commit does not carry this participant's admission, or that one lets nobody in any more");

    private static Refusal Gone => Refusal.WrongState("this session has ended");

    private Participant? FindMember(ParticipantId id) => attendance.TryFind(id, out var found) && found.IsMember ? found : null;

    private void Begin(GroupState state)
    {
        _current = state;
        _ready.Clear();
        _isReadyTold = false;
    }

    private void TellIfAllReady(GroupState current)
    {
        if (_isReadyTold || !attendance.Members.All(_ready.Contains)) { return; }
        _isReadyTold = true;
        attendance.TellMembers(new EpochReadyEvent(current.Group, current.Epoch));
    }

    private static bool IsCommit(Participant sender, CommitRequest request, out byte[] authenticatedData)
    {
        authenticatedData = [];
        if (!MessageHead.TryParse(request.Message, out var head) || head.Content != ContentType.Commit) { return false; }
        if (head.Epoch != request.Epoch || !head.GroupId.SequenceEqual(request.Group.Span)) { return false; }
        authenticatedData = head.AuthenticatedData.ToArray();
        return head.Sender == (sender.IsMember ? SenderType.Member : SenderType.NewMemberCommit);
    }

    /// <summary>By the admission that was accepted for it, which time or a command may have ended since.</summary>
    private bool MayEnter(Participant joiner, byte[] authenticatedData) =>
        joiner.Accepted(authenticatedData) is { } admission
        && MeetingAuthority.IsInTime(admission, (ulong)time.GetUtcNow().ToUnixTimeSeconds())
        && commands.Accepts(admission);
}
