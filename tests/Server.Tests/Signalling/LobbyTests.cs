// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Meetings.Commands;
using Vigil.Server.Mls;
using Vigil.Server.Tests.Support;
using static Vigil.Replay.Cast.StagedMeeting;

namespace Vigil.Server.Tests.Signalling;

/// <summary>Who is asked about a joiner, and what the joiner hears meanwhile.</summary>
public class LobbyTests
{
    [Fact]
    public async Task With_the_lobby_on_all_hosts_and_co_hosts_are_asked_and_the_first_answer_ends_it()
    {
        await using var stage = await Stage.OpenAsync();
        var coHost = await stage.MemberAsync(0, stage.Host);
        var speaker = await stage.MemberAsync(1, stage.Host, coHost);
        await DelegateAsync(stage, speaker);
        await stage.CommandAsync(
            CommandKind.Role, TestChain.Role(coHost.Participant, coHost.Leaf.Public, MeetingRole.CoHost), stage.Host, coHost, speaker);
        await stage.CommandAsync(CommandKind.Settings, TestChain.Settings(lobby: true), stage.Host, coHost, speaker);

        var guest = await AskAsync(stage);
        Assert.Equal("lobby", await WaitingAsync(guest));
        await stage.Host.NextAsync("hello");
        await coHost.NextAsync("hello");
        stage.Server.Time.Advance(TimeSpan.FromMinutes(1));
        // A delegate is not asked, and cannot answer either.
        Assert.Equal("wrong_state", (await RefuseAsync(speaker, guest, "denied")).Code);
        Assert.Equal("wrong_state", (await speaker.AskAsync("hold", new { participant = guest.ParticipantText })).Code);

        _ = (await RefuseAsync(coHost, guest, "denied")).Ok;
        Assert.Equal(guest.ParticipantText, (await stage.Host.NextAsync("hello.done")).GetProperty("participant").GetString());
        await coHost.HeardNothingElseAsync();
        await speaker.HeardNothingElseAsync();
        Assert.Equal("denied", (await guest.NextAsync("refused")).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_joiner_who_gives_up_is_taken_from_everybodys_list()
    {
        await using var stage = await Stage.OpenAsync();
        await stage.CommandAsync(CommandKind.Settings, TestChain.Settings(lobby: true), stage.Host);
        var guest = await AskAsync(stage);
        await stage.Host.NextAsync("hello");
        _ = (await guest.AskAsync("leave")).Ok;
        await stage.Host.NextAsync("hello.done");
    }

    [Fact]
    public async Task A_lobby_by_policy_is_on_from_the_start()
    {
        await using var server = await TestServer.StartAsync();
        var meeting = new TestMeeting { Policy = """{"lobby":true,"jurisdictions":[]}""" };
        await server.PostAsync(meeting.Body.ToJsonString());
        await using var guest = await (await server.ConnectAsync(meeting)).JoinAsync();
        _ = (await guest.AskAsync("hello", new { @sealed = "AA" })).Ok;
        Assert.Equal("nobody", await WaitingAsync(guest));
        await using var host = await (await server.ConnectAsync(meeting)).CreateGroupAsync([.. meeting.Id.Span, .. new byte[16]]);
        await host.NextAsync("hello");
        Assert.Equal("lobby", await WaitingAsync(guest));
    }

    [Fact]
    public async Task Holding_stops_the_clock_and_asks_all_hosts()
    {
        await using var stage = await Stage.OpenAsync();
        var second = await HostAsync(stage, 0, stage.Host);
        var guest = await AskAsync(stage);
        await stage.Host.NextAsync("hello");
        await second.HeardNothingElseAsync();
        _ = (await stage.Host.AskAsync("hold", new { participant = guest.ParticipantText })).Ok;
        await second.NextAsync("hello");
        Assert.Equal("lobby", await WaitingAsync(guest));
        // Who held it has it still, and is not asked again.
        await stage.Host.HeardNothingElseAsync();
        Assert.Equal("not_found", (await stage.Host.AskAsync("hold", new { participant = second.ParticipantText })).Code);
    }

    [Fact]
    public async Task While_joining_is_paused_hellos_are_kept_and_asked_when_it_is_open_again()
    {
        await using var stage = await Stage.OpenAsync();
        var early = await AskAsync(stage);
        await stage.Host.NextAsync("hello");
        await stage.CommandAsync(CommandKind.Settings, TestChain.Settings(joining: Joining.Paused), stage.Host);
        await stage.Host.NextAsync("hello.done");
        Assert.Equal("paused", await WaitingAsync(early));
        var late = await stage.GuestAsync();
        Assert.False((await late.AskAsync("hello", new { @sealed = "AA" })).Ok.GetProperty("asked").GetBoolean());
        Assert.Equal("paused", await WaitingAsync(late));
        await stage.Host.HeardNothingElseAsync();

        await stage.CommandAsync(CommandKind.Settings, TestChain.Settings(), stage.Host);
        foreach (var guest in new[] { early, late })
        {
            Assert.Equal(guest.ParticipantText, (await stage.Host.NextAsync("hello")).GetProperty("participant").GetString());
        }
    }

    [Fact]
    public async Task A_locked_meeting_refuses_all_but_holders_of_the_host_key()
    {
        await using var stage = await Stage.OpenAsync();
        var waiting = await AskAsync(stage);
        await stage.Host.NextAsync("hello");
        await stage.CommandAsync(CommandKind.Settings, TestChain.Settings(joining: Joining.Locked), stage.Host);
        foreach (var guest in new[] { waiting, await stage.GuestAsync() })
        {
            if (guest != waiting) { await guest.SendAsync("""{"id":9,"type":"hello","sealed":"AA"}"""); }
            Assert.Equal("locked", (await guest.NextAsync("refused")).GetProperty("reason").GetString());
            Assert.Equal(4403, await guest.CloseCodeAsync());
        }
        await stage.Host.NextAsync("hello.done");
        var host = await stage.GuestAsync(by: stage.Meeting.Host);
        Assert.True((await host.AskAsync("hello", new { @sealed = "AA" })).Ok.GetProperty("asked").GetBoolean());
        Assert.Equal(host.ParticipantText, (await stage.Host.NextAsync("hello")).GetProperty("participant").GetString());
    }

    [Fact]
    public async Task A_host_comes_back_through_any_member_by_its_own_admission()
    {
        await using var stage = await Stage.OpenAsync();
        var speaker = await stage.MemberAsync(0, stage.Host);
        await stage.CommandAsync(CommandKind.Settings, TestChain.Settings(lobby: true), stage.Host, speaker);
        var guest = await AskAsync(stage);
        await stage.Host.NextAsync("hello");
        stage.Host.Vanish();
        await speaker.NextAsync("left");

        var host = await stage.GuestAsync(by: stage.Meeting.Host);
        var own = host.AdmissionByHost();
        _ = (await host.AskAsync("admission", new { admission = Text(own) })).Ok;
        _ = (await host.AskAsync("hello", new { @sealed = "AA" })).Ok;
        await speaker.NextAsync("hello");
        // Who presented nothing is not let in by handing over the GroupInfo alone.
        Assert.Equal("bad_admission", (await speaker.AskAsync("admit", new { participant = guest.ParticipantText, @sealed = "AA" })).Code);
        _ = (await speaker.AskAsync("admit", new { participant = host.ParticipantText, @sealed = "AA" })).Ok;
        Assert.Equal(Text(own), (await host.NextAsync("admitted")).GetProperty("admission").GetString());
        _ = (await EnterAsync(stage, host, own)).Ok;
        await host.NextAsync("commit");
    }

    [Fact]
    public async Task No_member_can_refuse_a_holder_of_the_host_key()
    {
        await using var stage = await Stage.OpenAsync();
        var speaker = await stage.MemberAsync(0, stage.Host);
        var another = await stage.MemberAsync(1, stage.Host, speaker);
        stage.Host.Vanish();
        await speaker.NextAsync("left");
        await another.NextAsync("left");

        var host = await stage.GuestAsync(by: stage.Meeting.Host);
        _ = (await host.AskAsync("admission", new { admission = Text(host.AdmissionByHost()) })).Ok;
        _ = (await host.AskAsync("hello", new { @sealed = "AA" })).Ok;
        await speaker.NextAsync("hello");
        _ = (await RefuseAsync(speaker, host, "denied")).Ok;
        await another.NextAsync("hello");
        _ = (await another.AskAsync("admit", new { participant = host.ParticipantText, @sealed = "AA" })).Ok;
        await host.NextAsync("admitted");
    }

    [Fact]
    public async Task A_delegates_admission_ends_with_the_lobby()
    {
        await using var stage = await Stage.OpenAsync();
        var speaker = await stage.MemberAsync(0, stage.Host);
        await DelegateAsync(stage, speaker);
        var (first, second) = (await AskAsync(stage), await AskAsync(stage));
        foreach (var guest in new[] { first, second })
        {
            var admission = Text(DelegatesAdmission(stage, speaker, guest));
            _ = (await speaker.AskAsync("admit", new { participant = guest.ParticipantText, admission, @sealed = "AA" })).Ok;
        }
        _ = (await EnterAsync(stage, first, DelegatesAdmission(stage, speaker, first))).Ok;
        await stage.CommandAsync(CommandKind.Settings, TestChain.Settings(lobby: true));
        Assert.Equal("bad_admission", (await EnterAsync(stage, second, DelegatesAdmission(stage, speaker, second), epoch: 2)).Code);
    }

    [Fact]
    public async Task Time_ends_an_admission_until_the_very_entry()
    {
        await using var stage = await Stage.OpenAsync();
        var guest = await stage.GuestAsync();
        var admission = guest.AdmissionByHost();
        _ = (await guest.AskAsync("admission", new { admission = Text(admission) })).Ok;
        stage.Server.Time.Advance(TimeSpan.FromSeconds(661));
        Assert.Equal("bad_admission", (await EnterAsync(stage, guest, admission, epoch: 0)).Code);
    }

    [Fact]
    public async Task By_a_personal_link_hosts_alone_are_asked_and_may_block_it()
    {
        await using var stage = await Stage.OpenAsync();
        var speaker = await stage.MemberAsync(0, stage.Host);
        await DelegateAsync(stage, speaker);
        var link = KeyPair.Random();
        await stage.Server.AddLinkAsync(stage.Meeting, link);
        var (guest, other) = (await AskAsync(stage, link), await AskAsync(stage, link));
        Assert.Equal(Text(link.Public.Span), (await stage.Host.NextAsync("hello")).GetProperty("linkKey").GetString());
        await stage.Host.NextAsync("hello");
        stage.Server.Time.Advance(TimeSpan.FromSeconds(10));
        await speaker.HeardNothingElseAsync();
        Assert.Equal("wrong_state", (await RefuseAsync(speaker, guest, "denied")).Code);

        _ = (await RefuseAsync(stage.Host, guest, "blocked")).Ok;
        foreach (var blocked in new[] { guest, other }) { Assert.Equal("blocked", (await blocked.NextAsync("refused")).GetProperty("reason").GetString()); }
        Assert.Equal("link_barred", (await (await stage.StrangerAsync()).TryJoinAsync(by: link)).Code);
    }

    [Fact]
    public async Task The_meetings_own_link_is_not_blocked_with_somebody()
    {
        await using var stage = await Stage.OpenAsync();
        var guest = await AskAsync(stage);
        _ = (await RefuseAsync(stage.Host, guest, "blocked")).Ok;
        await stage.GuestAsync();
    }

    [Fact]
    public async Task Listeners_send_nothing_and_what_they_sent_is_closed()
    {
        await using var stage = await Stage.OpenAsync();
        var member = await stage.MemberAsync(0, stage.Host);
        var transport = (await member.AskAsync("transport.create", new { direction = "send" })).Ok.GetProperty("transport").GetString();
        object produce = new { transport, kind = "audio", source = "microphone", rtpParameters = new { codecs = Array.Empty<object>() }, paused = false };
        var producer = (await member.AskAsync("produce", produce)).Ok.GetProperty("producer").GetString();
        await stage.Host.NextAsync("producer.added");

        await stage.CommandAsync(CommandKind.Settings, TestChain.Settings(defaultRole: MeetingRole.Listener), stage.Host, member);
        Assert.Equal(producer, (await stage.Host.NextAsync("producer.removed")).GetProperty("producer").GetString());
        Assert.Contains($"close {producer}", stage.Router.Calls);
        Assert.Equal("wrong_state", (await member.AskAsync("produce", produce)).Code);

        await stage.CommandAsync(CommandKind.Role, TestChain.Role(member.Participant, member.Leaf.Public, MeetingRole.Speaker), stage.Host, member);
        _ = (await member.AskAsync("produce", produce)).Ok;
    }

    private static async Task<TestClient> AskAsync(Stage stage, KeyPair? by = null)
    {
        var guest = await stage.GuestAsync(by);
        _ = (await guest.AskAsync("hello", new { @sealed = "AA" })).Ok;
        return guest;
    }

    private static Task<Answer> RefuseAsync(TestClient admitter, TestClient guest, string reason) =>
        admitter.AskAsync("refuse", new { participant = guest.ParticipantText, reason });

    private static async Task<string?> WaitingAsync(TestClient guest) => (await guest.NextAsync("waiting")).GetProperty("reason").GetString();

    private static async Task<TestClient> HostAsync(Stage stage, ulong epoch, params TestClient[] earlier)
    {
        var host = await stage.MemberAsync(epoch, earlier);
        _ = (await host.ProveHostAsync()).Ok;
        return host;
    }

    private static async Task DelegateAsync(Stage stage, TestClient member)
    {
        var delegation = stage.Meeting.Delegation(member.Leaf.Public, stage.Server.Now + 86_400);
        _ = (await member.AskAsync("delegate", new { delegation = Text(delegation) })).Ok;
    }

    private static byte[] DelegatesAdmission(Stage stage, TestClient by, TestClient guest)
    {
        var delegation = stage.Meeting.Delegation(by.Leaf.Public, stage.Server.Now + 86_400);
        return stage.Meeting.Admission(by.Leaf, guest.Participant, guest.Leaf.Public, stage.Server.Now + 600, delegation);
    }

    private static Task<Answer> EnterAsync(Stage stage, TestClient guest, byte[] admission, ulong epoch = 1) =>
        guest.CommitAsync(stage.Group, epoch, SenderType.NewMemberCommit, admission);
}
