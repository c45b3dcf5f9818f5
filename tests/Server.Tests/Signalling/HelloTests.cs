// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Tests.Support;
using static Vigil.Replay.Cast.StagedMeeting;

namespace Vigil.Server.Tests.Signalling;

/// <summary>A hello finds somebody who may admit, whoever comes, goes or keeps silent.</summary>
public class HelloTests
{
    private static readonly object Sealed = new { @sealed = Text([1]) };

    [Fact]
    public async Task Without_an_admitter_it_is_kept_until_there_is_one()
    {
        await using var server = await TestServer.StartAsync();
        var meeting = await server.CreateMeetingAsync();
        await using var guest = await (await server.ConnectAsync(meeting)).JoinAsync();
        Assert.False((await guest.AskAsync("hello", Sealed)).Ok.GetProperty("asked").GetBoolean());

        await using var host = await (await server.ConnectAsync(meeting)).CreateGroupAsync([.. meeting.Id.Span, .. new byte[16]]);
        Assert.Equal(guest.ParticipantText, (await host.NextAsync("hello")).GetProperty("participant").GetString());
    }

    [Fact]
    public async Task A_silent_admitter_is_followed_by_the_next_after_three_seconds()
    {
        await using var stage = await Stage.OpenAsync();
        var second = await DelegateAsync(stage, 0, stage.Host);
        var guest = await stage.GuestAsync();
        _ = (await guest.AskAsync("hello", Sealed)).Ok;
        await stage.Host.NextAsync("hello");

        stage.Server.Time.Advance(TimeSpan.FromSeconds(2.9));
        await second.HeardNothingElseAsync();
        stage.Server.Time.Advance(TimeSpan.FromSeconds(0.1));
        await second.NextAsync("hello");
        // Both may answer; the first answer counts.
        await AdmitAsync(second, guest);
        await guest.NextAsync("admitted");
        Assert.Equal("not_found", (await stage.Host.AskAsync("refuse", new { participant = guest.ParticipantText, reason = "denied" })).Code);
        await guest.HeardNothingElseAsync();
    }

    [Fact]
    public async Task When_the_one_asked_leaves_the_next_is_asked_at_once()
    {
        await using var stage = await Stage.OpenAsync();
        var second = await DelegateAsync(stage, 0, stage.Host);
        var guest = await stage.GuestAsync();
        _ = (await guest.AskAsync("hello", Sealed)).Ok;
        await stage.Host.NextAsync("hello");

        stage.Host.Vanish();
        await second.NextAsync("left");
        await second.NextAsync("hello");
        await guest.HeardNothingElseAsync();
    }

    [Fact]
    public async Task When_nobody_is_left_to_admit_the_joiner_hears_it_waits()
    {
        await using var stage = await Stage.OpenAsync();
        var guest = await stage.GuestAsync();
        _ = (await guest.AskAsync("hello", Sealed)).Ok;
        await stage.Host.NextAsync("hello");
        stage.Host.Vanish();
        await guest.NextAsync("waiting");

        // The hello was kept: the next host is asked without another.
        var host = await (await stage.StrangerAsync()).CreateGroupAsync(stage.NewGroup());
        await host.NextAsync("hello");
    }

    [Fact]
    public async Task One_who_becomes_a_delegate_is_asked_what_is_overdue()
    {
        await using var stage = await Stage.OpenAsync();
        var member = await stage.MemberAsync(0, stage.Host);
        var guest = await stage.GuestAsync();
        _ = (await guest.AskAsync("hello", Sealed)).Ok;
        await stage.Host.NextAsync("hello");
        stage.Server.Time.Advance(TimeSpan.FromSeconds(3));
        await member.HeardNothingElseAsync();

        await DelegateAsync(stage, member);
        await member.NextAsync("hello");
    }

    [Fact]
    public async Task A_delegation_that_is_over_admits_nobody()
    {
        await using var stage = await Stage.OpenAsync();
        var second = await DelegateAsync(stage, 0, stage.Host);
        var delegation = stage.Meeting.Delegation(second.Leaf.Public, stage.Server.Now + 600);
        stage.Server.Time.Advance(TimeSpan.FromMinutes(12));
        var guest = await stage.GuestAsync();
        _ = (await guest.AskAsync("hello", Sealed)).Ok;
        await stage.Host.NextAsync("hello");
        var admission = stage.Meeting.Admission(second.Leaf, guest.Participant, guest.Leaf.Public, stage.Server.Now + 600, delegation);
        // The clock ran past the delegation, whose expiry is inside its own bytes.
        Assert.Equal("bad_admission", (await second.AskAsync("admit", Admit(guest, admission))).Code);
    }

    [Fact]
    public async Task A_refused_joiner_is_told_why_and_cut()
    {
        await using var stage = await Stage.OpenAsync();
        var guest = await stage.GuestAsync();
        _ = (await guest.AskAsync("hello", Sealed)).Ok;
        await stage.Host.NextAsync("hello");
        _ = (await stage.Host.AskAsync("refuse", new { participant = guest.ParticipantText, reason = "denied" })).Ok;
        Assert.Equal("denied", (await guest.NextAsync("refused")).GetProperty("reason").GetString());
        Assert.Equal(4403, await guest.CloseCodeAsync());
    }

    [Fact]
    public async Task Only_hosts_and_delegates_who_are_members_may_admit()
    {
        await using var stage = await Stage.OpenAsync();
        var member = await stage.MemberAsync(0, stage.Host);
        var guest = await stage.GuestAsync();
        _ = (await guest.AskAsync("hello", Sealed)).Ok;
        Assert.Equal("wrong_state", (await member.AskAsync("admit", Admit(guest, guest.AdmissionByHost()))).Code);
        // A host's key is not enough: who is not in the group has no GroupInfo to give.
        var outsider = await stage.GuestAsync();
        _ = (await outsider.ProveHostAsync()).Ok;
        Assert.Equal("wrong_state", (await outsider.AskAsync("admit", Admit(guest, guest.AdmissionByHost()))).Code);
    }

    [Fact]
    public async Task An_admitted_joiner_may_ask_again_for_a_newer_group_info()
    {
        await using var stage = await Stage.OpenAsync();
        var guest = await stage.GuestAsync();
        for (var round = 0; round < 2; round++)
        {
            Assert.True((await guest.AskAsync("hello", Sealed)).Ok.GetProperty("asked").GetBoolean());
            await stage.Host.NextAsync("hello");
            await AdmitAsync(stage.Host, guest);
            await guest.NextAsync("admitted");
        }
    }

    private static async Task<TestClient> DelegateAsync(Stage stage, ulong epoch, params TestClient[] earlier) =>
        await DelegateAsync(stage, await stage.MemberAsync(epoch, earlier));

    private static async Task<TestClient> DelegateAsync(Stage stage, TestClient member)
    {
        var delegation = stage.Meeting.Delegation(member.Leaf.Public, stage.Server.Now + 600);
        _ = (await member.AskAsync("delegate", new { delegation = Text(delegation) })).Ok;
        return member;
    }

    private static async Task AdmitAsync(TestClient admitter, TestClient guest) =>
        _ = (await admitter.AskAsync("admit", Admit(guest, guest.AdmissionByHost()))).Ok;

    private static object Admit(TestClient guest, byte[] admission) =>
        new { participant = guest.ParticipantText, admission = Text(admission), @sealed = Text([2]) };
}
