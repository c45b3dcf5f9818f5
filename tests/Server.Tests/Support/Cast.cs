// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Meetings;
using Vigil.Server.Meetings.Commands;

namespace Vigil.Server.Tests.Support;

/// <summary>A chain in which there is somebody of each standing, and the keys of all of them.</summary>
internal sealed class Cast
{
    private readonly Dictionary<string, (KeyPair Leaf, byte[] Participant)> _people = [];

    public Cast()
    {
        GroupId = [.. Meeting.Id.Span, .. new byte[16]];
        Chain = new CommandChain(Meeting.Id, new GroupId(GroupId), Meeting.Host.Public, lobby: false);
        Next = new TestChain(Meeting, GroupId);
        byte number = 0;
        foreach (var name in Names) { _people[name] = (new KeyPair([.. new byte[31], ++number]), [.. Enumerable.Repeat(number, 16)]); }
        Give(Meeting.Host, "made by host key", MeetingRole.Host);
        Give(Key("made by host key"), "host", MeetingRole.Host);
        Give(Meeting.Host, "co-host", MeetingRole.CoHost);
        Give(Meeting.Host, "speaker", MeetingRole.Speaker);
        Give(Meeting.Host, "listener", MeetingRole.Listener);
        Give(Meeting.Host, "removed", MeetingRole.CoHost);
        Assert.Equal(CommandProblem.None, Append(Meeting.Host, CommandKind.Remove, TestChain.Remove(Participant("removed"))));
    }

    /// <summary>"nobody" has no role by the chain.</summary>
    public static string[] Names { get; } = ["made by host key", "host", "co-host", "speaker", "listener", "nobody", "removed", "another nobody"];

    public TestMeeting Meeting { get; } = new(new KeyPair([1, .. new byte[31]]));

    public byte[] GroupId { get; }

    public CommandChain Chain { get; }

    public TestChain Next { get; }

    public KeyPair Key(string name) => name == "host key" ? Meeting.Host : _people[name].Leaf;

    public byte[] Participant(string name) => _people[name].Participant;

    public MeetingRole RoleOf(string name) => Chain.RoleOf(Key(name).Public);

    public CommandProblem Offer(ReadOnlySpan<byte> command)
    {
        var problem = Chain.Verify(command, out var verified);
        return problem == CommandProblem.None ? Chain.Append(verified!) : problem;
    }

    /// <summary>Made to fit, and counted as taken if it was.</summary>
    public CommandProblem Append(KeyPair issuer, CommandKind kind, params byte[] body)
    {
        var command = Next.Next(issuer, kind, body);
        var problem = Offer(command);
        if (problem == CommandProblem.None && kind != CommandKind.Ask) { Next.Take(issuer, kind, body); }
        return problem;
    }

    public byte[] Role(string target, MeetingRole role) => TestChain.Role(Participant(target), Key(target).Public, role);

    private void Give(KeyPair issuer, string target, MeetingRole role) =>
        Assert.Equal(CommandProblem.None, Append(issuer, CommandKind.Role, Role(target, role)));
}
