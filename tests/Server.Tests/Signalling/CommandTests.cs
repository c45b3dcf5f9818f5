// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Meetings.Commands;
using Vigil.Server.Mls;
using Vigil.Server.Tests.Support;
using static Vigil.Replay.Cast.StagedMeeting;

namespace Vigil.Server.Tests.Signalling;

/// <summary>What the server does with commands: one order for all, and acts on those that verify.</summary>
public class CommandTests
{
    [Fact]
    public async Task Commands_and_commits_come_to_all_members_in_one_order()
    {
        await using var stage = await Stage.OpenAsync();
        var member = await stage.MemberAsync(0, stage.Host);
        var guest = await stage.GuestAsync();
        await stage.CommandAsync(CommandKind.Settings, TestChain.Settings(history: true));
        _ = (await member.CommitAsync(stage.Group, 1)).Ok;
        await stage.CommandAsync(CommandKind.Settings, TestChain.Settings());
        foreach (var told in new[] { stage.Host, member })
        {
            foreach (var name in new[] { "command", "commit", "command" }) { await told.NextAsync(name); }
            await told.HeardNothingElseAsync();
        }
        await guest.HeardNothingElseAsync();
    }

    [Fact]
    public async Task A_new_member_gets_the_chain_behind_its_own_commit()
    {
        await using var stage = await Stage.OpenAsync();
        var first = await stage.CommandAsync(CommandKind.Settings, TestChain.Settings(history: true), stage.Host);
        var second = await stage.CommandAsync(CommandKind.Settings, TestChain.Settings(), stage.Host);
        var guest = await stage.GuestAsync();
        var admission = guest.AdmissionByHost();
        _ = (await guest.AskAsync("admission", new { admission = Text(admission) })).Ok;
        _ = (await guest.CommitAsync(stage.Group, 0, SenderType.NewMemberCommit, admission)).Ok;
        await guest.NextAsync("commit");
        var commands = (await guest.NextAsync("chain")).GetProperty("commands").EnumerateArray().Select(command => command.GetString());
        Assert.Equal([Text(first), Text(second)], commands);
    }

    [Fact]
    public async Task A_new_group_starts_a_new_chain()
    {
        await using var stage = await Stage.OpenAsync();
        await stage.CommandAsync(CommandKind.Settings, TestChain.Settings(lobby: true));
        var next = await stage.GuestAsync();
        _ = (await stage.Host.AskAsync("leave")).Ok;
        _ = (await next.ProveHostAsync()).Ok;
        _ = (await next.AskAsync("admission", new { admission = Text(next.AdmissionByHost()) })).Ok;
        var group = stage.NewGroup();
        _ = (await next.AskAsync("group.create", new { group = Text(group) })).Ok;
        var ofTheOldGroup = stage.Chain.Next(stage.Meeting.Host, CommandKind.Settings, TestChain.Settings());
        Assert.Equal("bad_command", (await next.AskAsync("command", new { command = Text(ofTheOldGroup) })).Code);
        var first = new TestChain(stage.Meeting, group).Next(stage.Meeting.Host, CommandKind.Settings, TestChain.Settings());
        _ = (await next.AskAsync("command", new { command = Text(first) })).Ok;
    }

    [Fact]
    public async Task Refused_commands_change_nothing_and_are_counted_by_reason()
    {
        await using var stage = await Stage.OpenAsync();
        var member = await stage.MemberAsync(0, stage.Host);
        var settings = TestChain.Settings(lobby: true);
        var forged = stage.Chain.Next(stage.Meeting.Host, CommandKind.Settings, settings);
        forged[^1] ^= 1;
        var taken = await stage.CommandAsync(CommandKind.Settings, TestChain.Settings(), stage.Host, member);
        (byte[] Command, string Code, CommandProblem Reason)[] bad =
        [
            ([1, 2, 3], "bad_command", CommandProblem.Malformed),
            (forged, "bad_command", CommandProblem.BadSignature),
            (stage.Chain.Next(member.Leaf, CommandKind.Settings, settings), "bad_command", CommandProblem.NotAllowed),
            (taken, "command_conflict", CommandProblem.OutOfPlace),
        ];
        foreach (var (command, code, reason) in bad)
        {
            Assert.Equal(0, stage.Server.RefusedCommands[reason]);
            Assert.Equal(code, (await member.AskAsync("command", new { command = Text(command) })).Code);
            Assert.Equal(1, stage.Server.RefusedCommands[reason]);
        }
        await stage.Host.HeardNothingElseAsync();
        await member.HeardNothingElseAsync();
    }

    [Fact]
    public async Task An_ask_is_passed_on_to_all_and_is_no_part_of_the_chain()
    {
        await using var stage = await Stage.OpenAsync();
        var member = await stage.MemberAsync(0, stage.Host);
        var ask = stage.Chain.Next(stage.Meeting.Host, CommandKind.Ask, TestChain.Ask(member.Participant, AskedOff.Microphone));
        _ = (await stage.Host.AskAsync("command", new { command = Text(ask) })).Ok;
        foreach (var told in new[] { stage.Host, member }) { Assert.Equal(ask, TestClient.Bytes(await told.NextAsync("command"), "command")); }
        await stage.CommandAsync(CommandKind.Settings, TestChain.Settings(), stage.Host, member);
    }

    [Fact]
    public async Task Who_was_in_comes_back_by_a_barred_link_and_the_removed_one_does_not()
    {
        await using var stage = await Stage.OpenAsync();
        var removed = await stage.MemberAsync(0, stage.Host);
        var stays = await stage.MemberAsync(1, stage.Host, removed);
        var guest = await stage.GuestAsync();
        await stage.CommandAsync(CommandKind.Remove, TestChain.Remove(removed.Participant, barsLink: true), stage.Host, removed, stays);
        Assert.Equal("link_barred", (await guest.NextAsync("refused")).GetProperty("reason").GetString());

        var again = await stage.StrangerAsync();
        _ = (await again.TryJoinAsync(returns: again.ReturnFrom(stays))).Ok;
        // Admitters get the proof, and judge it for themselves.
        _ = (await again.AskAsync("hello", new { @sealed = "AA" })).Ok;
        Assert.Equal(again.ReturnFrom(stays), TestClient.Bytes(await stage.Host.NextAsync("hello"), "returns"));

        var stranger = await stage.StrangerAsync();
        Assert.Equal("link_barred", (await stranger.TryJoinAsync(returns: stranger.ReturnFrom(removed))).Code);
        stranger = await stage.StrangerAsync();
        Assert.Equal("link_barred", (await stranger.TryJoinAsync(returns: stranger.ReturnFrom(guest))).Code);
        stranger = await stage.StrangerAsync();
        Assert.Equal("bad_proof", (await stranger.TryJoinAsync(returns: stranger.ReturnFrom(stays, signedBy: removed.Leaf))).Code);
        stranger = await stage.StrangerAsync();
        Assert.Equal("bad_proof", (await stranger.TryJoinAsync(returns: [1, 2, 3])).Code);
    }

    [Fact]
    public async Task An_earlier_entry_is_good_for_one_return_and_ends_with_the_one_that_came_of_it()
    {
        await using var stage = await Stage.OpenAsync();
        var removed = await stage.MemberAsync(0, stage.Host);
        var first = await stage.MemberAsync(1, stage.Host, removed);
        await stage.CommandAsync(CommandKind.Remove, TestChain.Remove(removed.Participant, barsLink: true), stage.Host, removed, first);
        var second = await stage.StrangerAsync();
        _ = (await second.TryJoinAsync(returns: second.ReturnFrom(first))).Ok;
        await second.EnterJoinedAsync(stage.Group, 2);
        foreach (var told in new[] { stage.Host, first }) { await told.NextAsync("commit"); }
        await stage.CommandAsync(CommandKind.Remove, TestChain.Remove(second.Participant), stage.Host, first, second);
        foreach (var earlier in new[] { first, second })
        {
            var third = await stage.StrangerAsync();
            Assert.Equal("link_barred", (await third.TryJoinAsync(returns: third.ReturnFrom(earlier))).Code);
        }
    }

    [Fact]
    public async Task A_removed_one_does_not_return_by_leaf_key_nor_by_a_barred_link()
    {
        await using var stage = await Stage.OpenAsync();
        var link = KeyPair.Random();
        await stage.Server.AddLinkAsync(stage.Meeting, link);
        var removed = await (await stage.StrangerAsync()).EnterAsync(stage.Group, 0, by: link);
        await stage.Host.NextAsync("commit");
        var waiting = await stage.GuestAsync(by: link);

        await stage.CommandAsync(CommandKind.Remove, TestChain.Remove(removed.Participant, barsLink: true), stage.Host, removed);
        Assert.Equal(4410, await removed.CloseCodeAsync());
        Assert.Equal("link_barred", (await waiting.NextAsync("refused")).GetProperty("reason").GetString());
        Assert.Equal(4403, await waiting.CloseCodeAsync());
        // Told by the command, not as one who left by itself.
        await stage.Host.HeardNothingElseAsync();

        Assert.Equal("link_barred", (await (await stage.StrangerAsync()).TryJoinAsync(by: link)).Code);
        Assert.Equal("bad_proof", (await (await stage.StrangerAsync(stage.Meeting, leaf: removed.Leaf)).TryJoinAsync()).Code);
        await stage.GuestAsync();
    }

    [Fact]
    public async Task Somebody_removed_just_after_leaving_is_barred_as_well()
    {
        await using var stage = await Stage.OpenAsync();
        var member = await stage.MemberAsync(0, stage.Host);
        _ = (await member.AskAsync("leave")).Ok;
        await stage.Host.NextAsync("left");
        await stage.CommandAsync(CommandKind.Remove, TestChain.Remove(member.Participant), stage.Host);
        Assert.Equal("bad_proof", (await (await stage.StrangerAsync(stage.Meeting, leaf: member.Leaf)).TryJoinAsync()).Code);
    }

    [Fact]
    public async Task Nothing_bars_a_holder_of_the_host_key()
    {
        await using var stage = await Stage.OpenAsync();
        var second = await (await stage.StrangerAsync()).EnterAsync(stage.Group, 0, by: stage.Meeting.Host);
        await stage.CommandAsync(CommandKind.Remove, TestChain.Remove(second.Participant, barsLink: true));
        Assert.Equal(4410, await second.CloseCodeAsync());
        await stage.GuestAsync(by: stage.Meeting.Host);
    }

    [Fact]
    public async Task A_co_host_lets_in_until_the_demotion()
    {
        await using var stage = await Stage.OpenAsync();
        var coHost = await stage.MemberAsync(0, stage.Host);
        await stage.CommandAsync(CommandKind.Role, TestChain.Role(coHost.Participant, coHost.Leaf.Public, MeetingRole.CoHost), stage.Host, coHost);
        var (first, second) = (await AskedAsync(stage), await AskedAsync(stage));
        await AdmitAsync(stage, coHost, first);
        await AdmitAsync(stage, coHost, second);
        _ = (await EnterAsync(stage, coHost, first, 1)).Ok;

        await stage.CommandAsync(CommandKind.Role, TestChain.Role(coHost.Participant, coHost.Leaf.Public, MeetingRole.Speaker));
        // No member would take this commit any more, so none of them gets it.
        Assert.Equal("bad_admission", (await EnterAsync(stage, coHost, second, 2)).Code);
        _ = (await second.AskAsync("hello", new { @sealed = "AA" })).Ok;
        Assert.Equal("wrong_state", (await coHost.AskAsync("refuse", new { participant = second.ParticipantText, reason = "denied" })).Code);
    }

    [Fact]
    public async Task A_role_is_succeeded_to_by_ones_new_entry()
    {
        await using var stage = await Stage.OpenAsync();
        var before = await stage.MemberAsync(0, stage.Host);
        await stage.CommandAsync(CommandKind.Role, TestChain.Role(before.Participant, before.Leaf.Public, MeetingRole.CoHost), stage.Host);
        before.Vanish();
        await stage.Host.NextAsync("left");
        var after = await (await stage.StrangerAsync()).EnterAsync(stage.Group, 1);
        Assert.Equal("wrong_state", (await after.AskAsync("hold", new { participant = before.ParticipantText })).Code);
        var command = stage.Chain.Take(before.Leaf, CommandKind.Succeed, TestChain.Succeed(after.Participant, after.Leaf.Public));
        _ = (await after.AskAsync("command", new { command = Text(command) })).Ok;
        Assert.Equal("not_found", (await after.AskAsync("hold", new { participant = before.ParticipantText })).Code);
    }

    [Fact]
    public async Task The_end_closes_everybody_and_the_next_meeting_is_a_new_room()
    {
        await using var stage = await Stage.OpenAsync();
        var member = await stage.MemberAsync(0, stage.Host);
        var waiting = await stage.GuestAsync();
        var end = stage.Chain.Next(stage.Meeting.Host, CommandKind.End);
        await stage.Host.SendAsync($$"""{"id":99,"type":"command","command":"{{Text(end)}}"}""");
        foreach (var told in new[] { stage.Host, member }) { await told.NextAsync("command"); }
        foreach (var closed in new[] { stage.Host, member, waiting })
        {
            Assert.Equal(4411, await closed.CloseCodeAsync());
            Assert.Equal("ended", closed.CloseReason);
        }
        await (await stage.StrangerAsync()).CreateGroupAsync(stage.NewGroup());
    }

    private static async Task<TestClient> AskedAsync(Stage stage)
    {
        var guest = await stage.GuestAsync();
        _ = (await guest.AskAsync("hello", new { @sealed = "AA" })).Ok;
        return guest;
    }

    private static byte[] AdmissionBy(Stage stage, TestClient coHost, TestClient guest) =>
        stage.Meeting.Admission(coHost.Leaf, guest.Participant, guest.Leaf.Public, stage.Server.Now + 600, byRole: true);

    private static async Task AdmitAsync(Stage stage, TestClient coHost, TestClient guest)
    {
        var admission = Text(AdmissionBy(stage, coHost, guest));
        _ = (await coHost.AskAsync("admit", new { participant = guest.ParticipantText, admission, @sealed = "AA" })).Ok;
    }

    private static Task<Answer> EnterAsync(Stage stage, TestClient coHost, TestClient guest, ulong epoch) =>
        guest.CommitAsync(stage.Group, epoch, SenderType.NewMemberCommit, AdmissionBy(stage, coHost, guest));
}
