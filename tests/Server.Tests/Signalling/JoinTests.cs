// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Vigil.Server.Meetings.Commands;
using Vigil.Server.Mls;
using Vigil.Server.Tests.Support;
using static Vigil.Replay.Cast.StagedMeeting;

namespace Vigil.Server.Tests.Signalling;

public class JoinTests
{
    [Fact]
    public async Task A_joiner_is_asked_for_admitted_and_enters_by_commit()
    {
        await using var stage = await Stage.OpenAsync();
        var (host, group) = (stage.Host, stage.Group);

        var guest = await stage.StrangerAsync();
        var joined = (await guest.TryJoinAsync()).Ok;
        Assert.Equal(Text(group), joined.GetProperty("group").GetProperty("group").GetString());
        Assert.Equal(0, joined.GetProperty("group").GetProperty("epoch").GetInt32());
        Assert.Equal(JsonValueKind.Array, joined.GetProperty("rtpCapabilities").GetProperty("codecs").ValueKind);

        Assert.True((await guest.AskAsync("hello", new { @sealed = Text([1, 2, 3]) })).Ok.GetProperty("asked").GetBoolean());
        var hello = await host.NextAsync("hello");
        Assert.Equal(guest.ParticipantText, hello.GetProperty("participant").GetString());
        Assert.Equal(Text(guest.Leaf.Public.Span), hello.GetProperty("leafKey").GetString());
        Assert.Equal([1, 2, 3], TestClient.Bytes(hello, "sealed"));

        var admission = guest.AdmissionByHost();
        _ = (await host.AskAsync("admit", new { participant = guest.ParticipantText, admission = Text(admission), @sealed = Text([9, 9]) })).Ok;
        var admitted = await guest.NextAsync("admitted");
        Assert.Equal(admission, TestClient.Bytes(admitted, "admission"));
        Assert.Equal([9, 9], TestClient.Bytes(admitted, "sealed"));

        var committed = (await guest.CommitAsync(group, 0, SenderType.NewMemberCommit, admission)).Ok;
        Assert.Equal(1, committed.GetProperty("epoch").GetInt32());
        foreach (var member in new[] { host, guest })
        {
            var commit = await member.NextAsync("commit");
            Assert.Equal(0, commit.GetProperty("epoch").GetInt32());
            Assert.Equal(guest.ParticipantText, commit.GetProperty("participant").GetString());
            Assert.Equal(MlsMessages.Public(group, 0, SenderType.NewMemberCommit, admission), TestClient.Bytes(commit, "message"));
        }
        Assert.Equal(0, (await guest.NextAsync("chain")).GetProperty("commands").GetArrayLength());
        // An answer follows the events that its request caused for the same client.
        Assert.Equal(["commit", "chain", "answer"], guest.Heard.TakeLast(3));

        _ = (await guest.AskAsync("epoch.ready", new { group = Text(group), epoch = 1 })).Ok;
        await guest.HeardNothingElseAsync();
        _ = (await host.AskAsync("epoch.ready", new { group = Text(group), epoch = 1 })).Ok;
        Assert.Equal(1, (await guest.NextAsync("epoch.ready")).GetProperty("epoch").GetInt32());
        await host.NextAsync("epoch.ready");
    }

    [Fact]
    public async Task Messages_go_to_all_others_or_to_one()
    {
        await using var stage = await Stage.OpenAsync();
        var (host, group) = (stage.Host, stage.Group);
        var second = await stage.MemberAsync(0, host);
        var third = await stage.MemberAsync(1, host, second);

        var body = TestEnvelope.Make();
        _ = (await second.AskAsync("send", new { body = Text(body) })).Ok;
        foreach (var receiver in new[] { host, third })
        {
            var message = await receiver.NextAsync("message");
            Assert.Equal(second.ParticipantText, message.GetProperty("participant").GetString());
            Assert.Equal(body, TestClient.Bytes(message, "body"));
        }
        _ = (await second.AskAsync("send", new { body = Text(body), to = host.ParticipantText })).Ok;
        await host.NextAsync("message");
        await third.HeardNothingElseAsync();
        await second.HeardNothingElseAsync();
    }

    [Fact]
    public async Task Guests_before_the_door_hear_nothing_of_the_meeting()
    {
        await using var stage = await Stage.OpenAsync();
        var (host, group) = (stage.Host, stage.Group);
        var guest = await stage.GuestAsync();
        var other = await stage.GuestAsync();

        _ = (await host.AskAsync("send", new { body = Text(TestEnvelope.Make()) })).Ok;
        _ = (await host.CommitAsync(group, 0)).Ok;
        _ = (await other.AskAsync("leave")).Ok;
        Assert.Equal(1000, await other.CloseCodeAsync());
        await guest.HeardNothingElseAsync();
        await host.NextAsync("commit");
        await host.HeardNothingElseAsync();
    }

    [Fact]
    public async Task Leaving_is_told_and_ends_the_group_with_the_last_member()
    {
        await using var stage = await Stage.OpenAsync();
        var (host, group) = (stage.Host, stage.Group);
        var guest = await stage.MemberAsync(0, host);

        guest.Vanish();
        Assert.Equal(guest.ParticipantText, (await host.NextAsync("left")).GetProperty("participant").GetString());

        var waiting = await stage.GuestAsync();
        _ = (await waiting.ProveHostAsync()).Ok;
        _ = (await waiting.AskAsync("admission", new { admission = Text(waiting.AdmissionByHost()) })).Ok;
        Assert.Equal("group_exists", (await waiting.AskAsync("group.create", new { group = Text(stage.NewGroup()) })).Code);
        _ = (await host.AskAsync("leave")).Ok;
        Assert.Equal(1000, await host.CloseCodeAsync());
        _ = (await waiting.AskAsync("group.create", new { group = Text(stage.NewGroup()) })).Ok;
    }

    [Fact]
    public async Task A_new_member_hears_who_left_in_the_last_two_minutes()
    {
        await using var stage = await Stage.OpenAsync();
        var first = await stage.MemberAsync(0, stage.Host);
        _ = (await first.AskAsync("leave")).Ok;
        await stage.Host.NextAsync("left");
        stage.Server.Time.Advance(TimeSpan.FromMinutes(1));
        var second = await stage.MemberAsync(1, stage.Host);
        Assert.Equal(first.ParticipantText, (await second.NextAsync("left")).GetProperty("participant").GetString());
        // Told with the entry, before the answer to the commit that made it.
        Assert.Equal(["commit", "chain", "left", "answer"], second.Heard.TakeLast(4));

        stage.Server.Time.Advance(TimeSpan.FromSeconds(61));
        var third = await stage.MemberAsync(2, stage.Host, second);
        await third.HeardNothingElseAsync();
    }

    [Fact]
    public async Task A_removed_participant_is_told_cut_and_barred()
    {
        await using var stage = await Stage.OpenAsync();
        var host = stage.Host;
        var guest = await stage.MemberAsync(0, host);

        await stage.CommandAsync(CommandKind.Remove, TestChain.Remove(guest.Participant), host, guest);
        Assert.Equal(4410, await guest.CloseCodeAsync());
        await host.HeardNothingElseAsync();

        var again = await stage.StrangerAsync(stage.Meeting, leaf: guest.Leaf);
        Assert.Equal("bad_proof", (await again.TryJoinAsync()).Code);
        Assert.Equal(4403, await again.CloseCodeAsync());
    }

    [Fact]
    public async Task One_address_tries_three_hundred_joins_at_once_and_two_more_each_second()
    {
        await using var server = await TestServer.StartAsync();
        // Each of another meeting, so that it is the address that counts; none of them is there, which costs a try as well.
        for (var i = 0; i < 300; i++) { Assert.Equal("meeting_not_found", await TryAsync(server)); }
        Assert.Equal("too_many", await TryAsync(server));
        server.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("meeting_not_found", await TryAsync(server));
        Assert.Equal("meeting_not_found", await TryAsync(server));
        Assert.Equal("too_many", await TryAsync(server));

        static async Task<string?> TryAsync(TestServer server)
        {
            await using var client = await server.ConnectAsync(new TestMeeting());
            return (await client.TryJoinAsync()).Code;
        }
    }

    [Fact]
    public async Task A_stopping_server_says_so()
    {
        var server = await TestServer.StartAsync();
        var meeting = await server.CreateMeetingAsync();
        await using var client = await (await server.ConnectAsync(meeting)).JoinAsync();
        await server.DisposeAsync();
        Assert.Equal(1001, await client.CloseCodeAsync());
    }
}
