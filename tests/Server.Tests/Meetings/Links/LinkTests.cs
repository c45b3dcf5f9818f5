// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vigil.Server.Meetings;
using Vigil.Server.Meetings.Links;
using Vigil.Server.Tests.Support;
using Vigil.Tests;
using static Vigil.Replay.Cast.StagedMeeting;

namespace Vigil.Server.Tests.Meetings.Links;

/// <summary>Personal links: what hosts sign, what the server keeps of it, and whom it lets in.</summary>
public class LinkTests
{
    [Fact]
    public async Task A_link_is_added_once_and_read_back_as_it_was()
    {
        await using var server = await TestServer.StartAsync();
        var meeting = await server.CreateMeetingAsync();
        var (key, path) = (KeyPair.Random(), Path(meeting));
        var body = meeting.Link(key, notBefore: 5, notAfter: 7);
        var (status, added) = await server.SendAsync(HttpMethod.Post, path, body.ToJsonString());
        Assert.Equal((HttpStatusCode.Created, IdText(key)), (status, added.GetProperty("link").GetString()));
        Assert.Equal(HttpStatusCode.OK, (await server.SendAsync(HttpMethod.Post, path, body.ToJsonString())).Status);
        // Another content under the same id, signed as it should be.
        await RefusedAsync(server, HttpMethod.Post, path, meeting.Link(key).ToJsonString(), 409, "link_exists");

        var (found, read) = await server.SendAsync(HttpMethod.Get, $"{path}/{IdText(key)}");
        Assert.Equal(HttpStatusCode.OK, found);
        Assert.True(JsonNode.DeepEquals(body, JsonNode.Parse(read.GetRawText())));
    }

    [Fact]
    public async Task What_is_not_there_is_said()
    {
        await using var server = await TestServer.StartAsync();
        var (meeting, unknown) = (await server.CreateMeetingAsync(), new TestMeeting());
        var (link, revocation) = (IdText(KeyPair.Random()), """{"signature":""}""");
        foreach (var id in new[] { link, "x", "" })
        {
            await RefusedAsync(server, HttpMethod.Post, $"{Path(meeting)}/{(id.Length > 0 ? id : "A")}/revoke", revocation, 404, "link_not_found");
        }
        await RefusedAsync(server, HttpMethod.Get, $"{Path(meeting)}/{link}", null, 404, "link_not_found");
        await RefusedAsync(server, HttpMethod.Get, $"{Path(unknown)}/{link}", null, 404, "meeting_not_found");
        await RefusedAsync(server, HttpMethod.Post, Path(unknown), unknown.Link(KeyPair.Random()).ToJsonString(), 404, "meeting_not_found");
        await RefusedAsync(server, HttpMethod.Post, "/api/meetings/x/links", "{}", 400, "malformed");
    }

    [Fact]
    public async Task Only_what_the_host_signed_for_this_meeting_is_taken()
    {
        await using var server = await TestServer.StartAsync();
        var (meeting, other) = (await server.CreateMeetingAsync(), await server.CreateMeetingAsync());
        var key = KeyPair.Random();
        await RefusedAsync(server, HttpMethod.Post, Path(other), meeting.Link(key).ToJsonString(), 400, "bad_signature");
        await server.AddLinkAsync(meeting, key);
        var forged = other.Revocation(LinkId.Of(key.Public)).ToJsonString();
        await RefusedAsync(server, HttpMethod.Post, $"{Path(meeting)}/{IdText(key)}/revoke", forged, 400, "bad_signature");
        await using var client = await (await server.ConnectAsync(meeting)).JoinAsync(key);
    }

    [Theory]
    [InlineData("link", "AAAA", "malformed")]
    [InlineData("link", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "bad_signature")]
    [InlineData("sealed", "AAAA", "malformed")]
    [InlineData("sealed", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "bad_signature")]
    [InlineData("notBefore", 1L, "bad_signature")]
    [InlineData("notAfter", 1L, "bad_signature")]
    [InlineData("notAfter", -1L, "malformed")]
    [InlineData("notAfter", 9_007_199_254_740_992L, "malformed")]
    [InlineData("more", 1L, "malformed")]
    public void Each_member_is_checked(string member, object value, string code)
    {
        var test = new TestMeeting();
        var body = test.Link(KeyPair.Random());
        body[member] = value is long number ? number : (string)value;
        Assert.Equal(code, LinkReader.ReadLink(Encoding.UTF8.GetBytes(body.ToJsonString()), Registered(test), out _)?.Code);
        Assert.Equal("too_large", LinkReader.ReadLink(null, Registered(test), out _)?.Code);
    }

    [Fact]
    public async Task Five_hundred_links_are_enough_revoked_ones_included()
    {
        await using var server = await TestServer.StartAsync();
        var meeting = await server.CreateMeetingAsync();
        var first = KeyPair.Random();
        Assert.Equal(HttpStatusCode.Created, await server.AddLinkAsync(meeting, first));
        for (var i = 1; i < 500; i++) { Assert.Equal(HttpStatusCode.Created, await server.AddLinkAsync(meeting, KeyPair.Random())); }
        Assert.Equal(HttpStatusCode.TooManyRequests, await server.AddLinkAsync(meeting, KeyPair.Random()));
        await server.RevokeAsync(meeting, first);
        await RefusedAsync(server, HttpMethod.Post, Path(meeting), meeting.Link(KeyPair.Random()).ToJsonString(), 429, "too_many");
    }

    [Fact]
    public async Task A_revoked_link_opens_nothing_at_once_and_after_a_restart()
    {
        using var folder = new TempFolder();
        TestMeeting meeting;
        var key = KeyPair.Random();
        await using (var server = await TestServer.StartAsync(folder.Path))
        {
            meeting = await server.CreateMeetingAsync();
            await server.AddLinkAsync(meeting, key);
            await server.RevokeAsync(meeting, key);
            await server.RevokeAsync(meeting, key);
            await ClosedAsync(server, meeting, key);
        }
        await using var again = await TestServer.StartAsync(folder.Path);
        await ClosedAsync(again, meeting, key);
        await RefusedAsync(again, HttpMethod.Get, $"{Path(meeting)}/{IdText(key)}", null, 410, "link_revoked");
        await RefusedAsync(again, HttpMethod.Post, Path(meeting), meeting.Link(key).ToJsonString(), 410, "link_revoked");
    }

    [Fact]
    public async Task Revoking_the_meetings_own_link_shuts_out_guests_and_not_the_host()
    {
        await using var server = await TestServer.StartAsync();
        var meeting = await server.CreateMeetingAsync();
        await server.RevokeAsync(meeting, meeting.Join);
        await ClosedAsync(server, meeting, meeting.Join);
        await using var host = await (await server.ConnectAsync(meeting)).JoinAsync(meeting.Host);
        // The proof of the host key is all that a host session needs.
        _ = (await host.AskAsync("admission", new { admission = Text(host.AdmissionByHost()) })).Ok;
        _ = (await host.AskAsync("group.create", new { group = Text([.. meeting.Id.Span, .. new byte[16]]) })).Ok;
    }

    [Fact]
    public async Task Who_waits_by_a_revoked_link_is_sent_away_and_who_is_in_stays()
    {
        await using var stage = await Stage.OpenAsync();
        var key = KeyPair.Random();
        await stage.Server.AddLinkAsync(stage.Meeting, key);
        var member = await (await stage.StrangerAsync()).EnterAsync(stage.Group, 0, by: key);
        await stage.Host.NextAsync("commit");
        var (asking, admitted, other) = (await stage.GuestAsync(key), await stage.GuestAsync(key), await stage.GuestAsync());
        _ = (await asking.AskAsync("hello", new { @sealed = "AA" })).Ok;
        await stage.Host.NextAsync("hello");
        _ = (await admitted.AskAsync("admission", new { admission = Text(admitted.AdmissionByHost()) })).Ok;

        await stage.Server.RevokeAsync(stage.Meeting, key);
        foreach (var away in new[] { asking, admitted })
        {
            Assert.Equal("link_revoked", (await away.NextAsync("refused")).GetProperty("reason").GetString());
            Assert.Equal(4403, await away.CloseCodeAsync());
        }
        await stage.Host.NextAsync("hello.done");
        await member.HeardNothingElseAsync();
        await other.HeardNothingElseAsync();
    }

    [Fact]
    public async Task A_links_times_are_kept_to_the_second()
    {
        await using var server = await TestServer.StartAsync();
        var meeting = await server.CreateMeetingAsync();
        var key = KeyPair.Random();
        await server.AddLinkAsync(meeting, key, notBefore: server.Now + 10, notAfter: server.Now + 20);
        foreach (var (seconds, code) in new[] { (9, "link_early"), (1, null), (10, null), (1, "link_over") })
        {
            server.Time.Advance(TimeSpan.FromSeconds(seconds));
            await using var client = await server.ConnectAsync(meeting);
            Assert.Equal(code, (await client.TryJoinAsync(key)).Code);
        }
    }

    [Fact]
    public async Task A_link_opens_its_own_meeting_only()
    {
        await using var server = await TestServer.StartAsync();
        var (meeting, other) = (await server.CreateMeetingAsync(), await server.CreateMeetingAsync());
        var key = KeyPair.Random();
        await server.AddLinkAsync(meeting, key);
        await using var client = await server.ConnectAsync(other);
        Assert.Equal("bad_proof", (await client.TryJoinAsync(key)).Code);
    }

    [Fact]
    public void Hostile_bytes_do_not_throw()
    {
        var test = new TestMeeting();
        var meeting = Registered(test);
        byte[][] corpus = [.. new[] { test.Link(KeyPair.Random()), test.Revocation(LinkId.Of(test.Join.Public)), test.Book(1, new byte[40]) }
            .Select(body => Encoding.UTF8.GetBytes(body.ToJsonString()))];
        Fuzz.Run(
            corpus,
            bytes =>
            {
                var input = bytes.ToArray();
                Assert.Equal(LinkReader.ReadLink(input, meeting, out var link) is null, link?.IsSignedFor(meeting) == true);
                Assert.Equal(LinkReader.ReadBook(input, meeting, out var book) is null, book?.IsSignedFor(meeting) == true);
                LinkReader.ReadRevocation(input, meeting, LinkId.Of(test.Join.Public), out _);
            },
            rounds: 3_000);
    }

    private static Meeting Registered(TestMeeting meeting)
    {
        Assert.Null(Registration.TryRead(Encoding.UTF8.GetBytes(meeting.Body.ToJsonString()), out var registered));
        return registered!;
    }

    private static string Path(TestMeeting meeting) => $"/api/meetings/{meeting.Id.Text}/links";

    private static string IdText(KeyPair key) => Text(LinkId.Of(key.Public).Span);

    private static async Task ClosedAsync(TestServer server, TestMeeting meeting, KeyPair key)
    {
        await using var client = await server.ConnectAsync(meeting);
        Assert.Equal("link_revoked", (await client.TryJoinAsync(key)).Code);
        Assert.Equal(4403, await client.CloseCodeAsync());
    }

    private static async Task RefusedAsync(TestServer server, HttpMethod method, string path, string? body, int status, string code)
    {
        var (given, error) = await server.SendAsync(method, path, body);
        Assert.Equal((status, code), ((int)given, error.GetProperty("error").GetProperty("code").GetString()));
    }
}
