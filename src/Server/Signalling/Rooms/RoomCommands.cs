// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Meetings;
using Vigil.Server.Meetings.Commands;
using Vigil.Server.Signalling.Messages;

namespace Vigil.Server.Signalling.Rooms;

/// <summary>
/// The command chain of the room's group, and who may do what by it. The server makes no command: it puts those that
/// verify into one order, together with the commits, and acts on them.
/// </summary>
internal sealed class RoomCommands(Attendance attendance, Meeting meeting, CommandCounters refused, Action<Command> appended)
{
    private readonly MeetingSettings _initial = MeetingSettings.Initial(meeting.ReadPolicy().Lobby);
    private CommandChain? _chain;

    /// <summary>Under the gate.</summary>
    public MeetingSettings Settings => _chain?.Settings ?? _initial;

    /// <summary>Under the gate: a copy, for it is written later.</summary>
    public ChainEvent Chain => new(_chain is null ? [] : [.. _chain.Commands]);

    /// <summary>Under the gate.</summary>
    public void Begin(GroupId group)
    {
        _chain = new CommandChain(meeting.Id, group, meeting.HostKey, _initial.Lobby);
        RefreshAll();
    }

    /// <summary>Under the gate: the chain was the group's.</summary>
    public void End()
    {
        _chain = null;
        RefreshAll();
    }

    /// <summary>Compare-and-swap on the head of the chain.</summary>
    /// <remarks>
    /// (1) layout and signature, before the gate is taken   <see cref="CommandChain.Verify"/>
    /// (2) place and right                                  <see cref="CommandChain.Append"/>
    /// (3) tell all members, the sender and a removed one included, then act on it
    /// </remarks>
    public Outcome Take(Participant sender, byte[] bytes)
    {
        if (Current() is not { } chain) { return Refusal.WrongState("the meeting has no group"); }
        // (1)
        var problem = chain.Verify(bytes, out var verified);
        lock (attendance.Gate)
        {
            if (sender.IsGone) { return Refusal.WrongState("this session has ended"); }
            // (2) Another chain by now: then this command is of a group that is over.
            if (verified is not null) { problem = chain == _chain ? chain.Append(verified) : CommandProblem.OutOfPlace; }
            if (problem != CommandProblem.None)
            {
                refused.Add(problem);
                return RefusalFor(problem);
            }
            // (3)
            attendance.TellMembers(new CommandEvent(bytes));
            RefreshAll();
            appended(verified!.Command);
        }
        return Ok.Nothing;
    }

    /// <summary>Under the gate: whether an admission, whose signatures are good, lets somebody in now.</summary>
    public bool Accepts(Admission admission) => admission.By switch
    {
        AdmittedBy.HostKey => true,
        AdmittedBy.Delegation => !Settings.Lobby && Settings.Joining == Joining.Open,
        _ => _chain?.RoleOf(admission.IssuerKey) is MeetingRole.Host or MeetingRole.CoHost,
    };

    /// <summary>Under the gate: after anything that its rights follow from has changed.</summary>
    public void Refresh(Participant participant) => participant.Rights = RightsOf(participant);

    private void RefreshAll()
    {
        foreach (var participant in attendance.Present) { Refresh(participant); }
    }

    private Rights RightsOf(Participant participant)
    {
        var byRole = participant.HoldsHostKey ? MeetingRole.Host : _chain?.RoleOf(participant.LeafKey) ?? Settings.DefaultRole;
        return byRole switch
        {
            MeetingRole.Host => Rights.Speak | Rights.Decide | Rights.Host,
            MeetingRole.CoHost => Rights.Speak | Rights.Decide,
            MeetingRole.Speaker => Rights.Speak,
            _ => Rights.None,
        };
    }

    private CommandChain? Current()
    {
        lock (attendance.Gate) { return _chain; }
    }

    private static Refusal RefusalFor(CommandProblem problem) => problem switch
    {
        CommandProblem.Malformed => new("bad_command", "these bytes are no command"),
        CommandProblem.BadSignature => new("bad_command", "the issuer did not sign this command for this meeting and group"),
        CommandProblem.NotAllowed => new("bad_command", "the issuer has no right to this command"),
        CommandProblem.Ended => new("bad_command", "the meeting was ended"),
        CommandProblem.Full => Refusal.TooMany($"{CommandChain.Longest} commands in one group"),
        _ => new("command_conflict", "another command was first, or this one is of another time"),
    };
}
