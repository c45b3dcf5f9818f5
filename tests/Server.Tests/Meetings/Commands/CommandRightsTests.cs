// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Meetings.Commands;
using Vigil.Server.Tests.Support;

namespace Vigil.Server.Tests.Meetings.Commands;

/// <summary>The table of docs/protocol/meeting.md section 9: each kind, by each issuer, against each target.</summary>
public class CommandRightsTests
{
    private static readonly string[] Targets = ["made by host key", "host", "co-host", "speaker", "listener", "nobody", "removed"];

    /// <summary>Which roles the issuer may give to whom; the columns are <see cref="Targets"/>.</summary>
    [Theory]
    [InlineData("host key", "1234", "1234", "1234", "1234", "1234", "1234", "-")]
    [InlineData("made by host key", "-", "1234", "1234", "1234", "1234", "1234", "-")]
    [InlineData("host", "-", "1234", "1234", "1234", "1234", "1234", "-")]
    [InlineData("co-host", "-", "-", "-", "34", "34", "34", "-")]
    [InlineData("speaker", "-", "-", "-", "-", "-", "-", "-")]
    [InlineData("listener", "-", "-", "-", "-", "-", "-", "-")]
    [InlineData("nobody", "-", "-", "-", "-", "-", "-", "-")]
    [InlineData("removed", "-", "-", "-", "-", "-", "-", "-")]
    public void Roles_are_given_by_those_above(string issuer, params string[] allowed) => Check(allowed, (target, cell) =>
    {
        foreach (var role in Enum.GetValues<MeetingRole>())
        {
            var cast = new Cast();
            var before = cast.RoleOf(target);
            var isAllowed = cell.Contains((char)('0' + (int)role));
            Assert.Equal(Expected(isAllowed), cast.Append(cast.Key(issuer), CommandKind.Role, cast.Role(target, role)));
            Assert.Equal(isAllowed ? role : before, cast.RoleOf(target));
        }
    });

    [Theory]
    [InlineData("host key", "y", "y", "y", "y", "y", "y", "y")]
    [InlineData("made by host key", "-", "y", "y", "y", "y", "y", "y")]
    [InlineData("host", "-", "y", "y", "y", "y", "y", "y")]
    [InlineData("co-host", "-", "-", "-", "y", "y", "y", "y")]
    [InlineData("speaker", "-", "-", "-", "-", "-", "-", "-")]
    [InlineData("listener", "-", "-", "-", "-", "-", "-", "-")]
    [InlineData("nobody", "-", "-", "-", "-", "-", "-", "-")]
    [InlineData("removed", "-", "-", "-", "-", "-", "-", "-")]
    public void People_are_removed_by_those_above(string issuer, params string[] allowed) => Check(allowed, (target, cell) =>
    {
        var cast = new Cast();
        Assert.Equal(Expected(cell == "y"), cast.Append(cast.Key(issuer), CommandKind.Remove, TestChain.Remove(cast.Participant(target))));
        Assert.Equal(cell == "y" || target == "removed", cast.Chain.IsRemoved(new(cast.Participant(target))));
        if (cell == "y") { Assert.Equal(MeetingRole.Speaker, cast.RoleOf(target)); }
    });

    /// <summary>One's role goes to a new entry, of whom the chain says nothing: never to somebody with a role.</summary>
    [Theory]
    [InlineData("host key", "-", "-", "-", "-", "-", "-", "-")]
    [InlineData("made by host key", "-", "-", "-", "-", "-", "y", "-")]
    [InlineData("host", "-", "-", "-", "-", "-", "y", "-")]
    [InlineData("co-host", "-", "-", "-", "-", "-", "y", "-")]
    [InlineData("speaker", "-", "-", "-", "-", "-", "-", "-")]
    [InlineData("listener", "-", "-", "-", "-", "-", "y", "-")]
    [InlineData("another nobody", "-", "-", "-", "-", "-", "-", "-")]
    [InlineData("removed", "-", "-", "-", "-", "-", "-", "-")]
    public void Roles_are_succeeded_to_by_new_entries(string issuer, params string[] allowed) => Check(allowed, (target, cell) =>
    {
        var cast = new Cast();
        var (own, before) = (cast.RoleOf(issuer), cast.RoleOf(target));
        var body = TestChain.Succeed(cast.Participant(target), cast.Key(target).Public);
        Assert.Equal(Expected(cell == "y"), cast.Append(cast.Key(issuer), CommandKind.Succeed, body));
        Assert.Equal(cell == "y" ? own : before, cast.RoleOf(target));
        Assert.Equal(cell == "y" ? MeetingRole.Speaker : own, cast.RoleOf(issuer));
    });

    [Theory]
    [InlineData("host key", true, true, true)]
    [InlineData("made by host key", true, true, true)]
    [InlineData("host", true, true, true)]
    [InlineData("co-host", true, true, false)]
    [InlineData("speaker", false, false, false)]
    [InlineData("listener", false, false, false)]
    [InlineData("nobody", false, false, false)]
    [InlineData("removed", false, false, false)]
    public void Settings_requests_and_the_end_are_the_hosts(string issuer, bool settings, bool asks, bool ends)
    {
        var cast = new Cast();
        var key = cast.Key(issuer);
        Assert.Equal(Expected(asks), cast.Append(key, CommandKind.Ask, TestChain.Ask(cast.Participant("host"), AskedOff.Microphone)));
        Assert.Equal(Expected(settings), cast.Append(key, CommandKind.Settings, TestChain.Settings(lobby: true)));
        Assert.Equal(settings, cast.Chain.Settings.Lobby);
        Assert.Equal(Expected(ends), cast.Append(key, CommandKind.End));
        Assert.Equal(ends, cast.Chain.HasEnded);
    }

    [Theory]
    [InlineData("host", "nobody")] // somebody's participant, another one's leaf key
    [InlineData("nobody", "host")]
    [InlineData("co-host", "another nobody")]
    [InlineData("another nobody", "co-host")]
    public void Naming_half_of_somebody_else_helps_nobody(string participant, string leafKey)
    {
        var cast = new Cast();
        var body = TestChain.Role(cast.Participant(participant), cast.Key(leafKey).Public, MeetingRole.Listener);
        Assert.Equal(CommandProblem.NotAllowed, cast.Append(cast.Key("co-host"), CommandKind.Role, body));
    }

    [Fact]
    public void A_host_made_by_the_host_key_stays_that_on_its_next_entry()
    {
        var cast = new Cast();
        var (old, entry) = (cast.Key("made by host key"), "another nobody");
        var body = TestChain.Succeed(cast.Participant(entry), cast.Key(entry).Public);
        Assert.Equal(CommandProblem.None, cast.Append(old, CommandKind.Succeed, body));
        Assert.Equal(CommandProblem.NotAllowed, cast.Append(cast.Key("host"), CommandKind.Remove, TestChain.Remove(cast.Participant(entry))));
    }

    [Fact]
    public void Without_a_role_of_ones_own_one_has_the_default()
    {
        var cast = new Cast();
        Assert.Equal(MeetingRole.Speaker, cast.RoleOf("nobody"));
        Assert.Equal(CommandProblem.None, cast.Append(cast.Meeting.Host, CommandKind.Settings, TestChain.Settings(defaultRole: MeetingRole.Listener)));
        Assert.Equal((MeetingRole.Listener, MeetingRole.Speaker), (cast.RoleOf("nobody"), cast.RoleOf("speaker")));
    }

    private static void Check(string[] cells, Action<string, string> check)
    {
        Assert.Equal(Targets.Length, cells.Length);
        foreach (var (target, cell) in Targets.Zip(cells)) { check(target, cell); }
    }

    private static CommandProblem Expected(bool isAllowed) => isAllowed ? CommandProblem.None : CommandProblem.NotAllowed;
}
