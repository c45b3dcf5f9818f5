// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vigil.Server.Meetings;
using Vigil.Server.Tests.Support;
using Vigil.Tests;

namespace Vigil.Server.Tests.Meetings;

public class RegistrationTests
{
    [Fact]
    public async Task A_meeting_is_created_once_and_read_back_as_it_was()
    {
        await using var server = await TestServer.StartAsync();
        var meeting = new TestMeeting();
        var body = meeting.Body.ToJsonString();
        var (status, created) = await server.PostAsync(body);
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal(meeting.Id.Text, created.GetProperty("id").GetString());
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync(body)).Status);

        using var response = await server.Http.GetAsync($"/api/meetings/{meeting.Id.Text}");
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.True(JsonNode.DeepEquals(meeting.Body, JsonNode.Parse(await response.Content.ReadAsStringAsync())));
    }

    [Fact]
    public async Task The_same_id_with_other_content_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        var meeting = await server.CreateMeetingAsync();
        // The same host key and nonce, other details, signed as it should be.
        var (status, error) = await server.PostAsync(meeting.WithDetails(new byte[28]).ToJsonString());
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Equal("meeting_exists", Code(error));
    }

    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAA", 400, "malformed")]
    [InlineData("x", 400, "malformed")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaa", 404, "meeting_not_found")]
    public async Task What_is_not_there_is_said(string id, int status, string code)
    {
        await using var server = await TestServer.StartAsync();
        using var response = await server.Http.GetAsync($"/api/meetings/{id}");
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(code, Code(JsonElement.Parse(await response.Content.ReadAsStringAsync())));
    }

    [Fact]
    public async Task Too_large_bodies_are_refused_whatever_they_say_of_their_length()
    {
        await using var server = await TestServer.StartAsync();
        var (status, error) = await server.PostAsync(new string(' ', Registration.LargestBody + 1));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Equal("too_large", Code(error));

        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/api/meetings") { Content = new StringContent(new string(' ', 100_000)) };
        chunked.Headers.TransferEncodingChunked = true;
        using var response = await server.Http.SendAsync(chunked);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task One_address_creates_sixty_at_once_and_one_more_each_second()
    {
        await using var server = await TestServer.StartAsync();
        for (var i = 0; i < 60; i++) { Assert.Equal(HttpStatusCode.BadRequest, (await server.PostAsync("{}")).Status); }
        var (status, error) = await server.PostAsync("{}");
        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        Assert.Equal("too_many", Code(error));
        server.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.BadRequest, (await server.PostAsync("{}")).Status);
    }

    [Fact]
    public async Task Links_outlive_a_restart()
    {
        using var folder = new TempFolder();
        TestMeeting meeting;
        await using (var first = await TestServer.StartAsync(folder.Path)) { meeting = await first.CreateMeetingAsync(); }
        await using var second = await TestServer.StartAsync(folder.Path);
        Assert.Equal(HttpStatusCode.OK, (await second.PostAsync(meeting.Body.ToJsonString())).Status);
        await using var client = await (await second.ConnectAsync(meeting)).JoinAsync();
    }

    [Theory]
    [InlineData("id", "aaaaaaaaaaaaaaaaaaaaaaaaaa", "bad_id")]
    [InlineData("nonce", "AAAAAAAAAAAAAAAAAAAAAA", "bad_id")]
    [InlineData("joinKey", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "bad_signature")]
    [InlineData("policy", """{"lobby":true,"jurisdictions":[]}""", "bad_signature")]
    [InlineData("details", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "bad_signature")]
    [InlineData("details", "AAAA", "malformed")]
    [InlineData("policy", "{}", "malformed")]
    [InlineData("policy", """{"lobby":false,"jurisdictions":[null]}""", "malformed")]
    [InlineData("policy", """{"lobby":false,"jurisdictions":[],"more":1}""", "malformed")]
    [InlineData("policy", """{"lobby":0,"jurisdictions":[]}""", "malformed")]
    [InlineData("policy", null, "malformed")]
    [InlineData("hostKey", "AAAA", "malformed")]
    [InlineData("more", "x", "malformed")]
    public void Each_member_is_checked(string member, string? value, string code)
    {
        var body = new TestMeeting().Body;
        body[member] = value;
        Assert.Equal(code, Registration.TryRead(Encoding.UTF8.GetBytes(body.ToJsonString()), out _)?.Code);
    }

    [Fact]
    public void Each_member_is_needed()
    {
        foreach (var member in new TestMeeting().Body.Select(pair => pair.Key))
        {
            var body = new TestMeeting().Body;
            body.Remove(member);
            Assert.Equal("malformed", Registration.TryRead(Encoding.UTF8.GetBytes(body.ToJsonString()), out _)?.Code);
        }
    }

    [Fact]
    public void Policy_and_details_have_their_limits()
    {
        var policy = $$"""{"lobby":false,"jurisdictions":["{{new string('a', 1024)}}"]}""";
        Assert.Equal("too_large", Read(new TestMeeting { Policy = policy })?.Code);
        Assert.Null(Read(new TestMeeting { Details = new byte[16 * 1024] }));
        Assert.Equal("too_large", Read(new TestMeeting { Details = new byte[(16 * 1024) + 1] })?.Code);
    }

    [Fact]
    public void Hostile_bytes_do_not_throw() => Fuzz.Run(
        [Encoding.UTF8.GetBytes(new TestMeeting().Body.ToJsonString())],
        bytes =>
        {
            if (Registration.TryRead(bytes, out var meeting) is null) { Assert.Equal(meeting!.Id, MeetingId.Derive(meeting.HostKey, meeting.Nonce)); }
        },
        rounds: 5_000);

    private static RequestProblem? Read(TestMeeting meeting) => Registration.TryRead(Encoding.UTF8.GetBytes(meeting.Body.ToJsonString()), out _);

    private static string? Code(JsonElement error) => error.GetProperty("error").GetProperty("code").GetString();
}
