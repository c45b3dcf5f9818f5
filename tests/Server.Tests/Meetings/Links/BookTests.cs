// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vigil.Server.Meetings.Links;
using Vigil.Server.Tests.Support;

namespace Vigil.Server.Tests.Meetings.Links;

/// <summary>The hosts' book: sealed bytes in one line of versions.</summary>
public class BookTests
{
    [Fact]
    public async Task Versions_follow_one_another_and_the_newest_is_kept()
    {
        using var folder = new TempFolder();
        var meeting = new TestMeeting();
        var second = meeting.Book(2, new byte[4096]);
        await using (var server = await TestServer.StartAsync(folder.Path))
        {
            await server.PostAsync(meeting.Body.ToJsonString());
            Assert.Equal((404, "book_not_found"), await CodeAsync(server, HttpMethod.Get, meeting, null));
            Assert.Equal((409, "version_conflict"), await CodeAsync(server, HttpMethod.Put, meeting, second));
            var first = meeting.Book(1, new byte[40]);
            Assert.Equal((200, null), await CodeAsync(server, HttpMethod.Put, meeting, first));
            // A request that was repeated because its answer got lost; then another device's change that came too late.
            Assert.Equal((200, null), await CodeAsync(server, HttpMethod.Put, meeting, first));
            Assert.Equal((409, "version_conflict"), await CodeAsync(server, HttpMethod.Put, meeting, meeting.Book(1, new byte[41])));
            Assert.Equal((200, null), await CodeAsync(server, HttpMethod.Put, meeting, second));
            Assert.Equal((409, "version_conflict"), await CodeAsync(server, HttpMethod.Put, meeting, first));
        }
        await using var again = await TestServer.StartAsync(folder.Path);
        var (status, book) = await again.SendAsync(HttpMethod.Get, Path(meeting));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True(JsonNode.DeepEquals(second, JsonNode.Parse(book.GetRawText())));
    }

    [Fact]
    public async Task Only_the_hosts_own_book_is_taken()
    {
        await using var server = await TestServer.StartAsync();
        var (meeting, other) = (await server.CreateMeetingAsync(), await server.CreateMeetingAsync());
        Assert.Equal((400, "bad_signature"), await CodeAsync(server, HttpMethod.Put, meeting, other.Book(1, new byte[40])));
        var renumbered = meeting.Book(1, new byte[40]);
        renumbered["version"] = 2;
        Assert.Equal((400, "bad_signature"), await CodeAsync(server, HttpMethod.Put, meeting, renumbered));
        Assert.Equal((400, "malformed"), await CodeAsync(server, HttpMethod.Put, meeting, meeting.Book(0, new byte[40])));
        Assert.Equal((400, "malformed"), await CodeAsync(server, HttpMethod.Put, meeting, meeting.Book(1, new byte[27])));
        Assert.Equal((400, "malformed"), await CodeAsync(server, HttpMethod.Put, meeting, new JsonObject()));
        Assert.Equal((404, "meeting_not_found"), await CodeAsync(server, HttpMethod.Put, new TestMeeting(), new JsonObject()));
    }

    [Fact]
    public async Task A_book_has_its_limit()
    {
        await using var server = await TestServer.StartAsync();
        var meeting = await server.CreateMeetingAsync();
        Assert.Equal((413, "too_large"), await CodeAsync(server, HttpMethod.Put, meeting, meeting.Book(1, new byte[LinkReader.LargestBook + 1])));
        Assert.Equal((413, "too_large"), await CodeAsync(server, HttpMethod.Put, meeting, meeting.Book(1, new byte[LinkReader.LargestBook * 2])));
        Assert.Equal((200, null), await CodeAsync(server, HttpMethod.Put, meeting, meeting.Book(1, new byte[LinkReader.LargestBook])));
    }

    private static string Path(TestMeeting meeting) => $"/api/meetings/{meeting.Id.Text}/book";

    private static async Task<(int Status, string? Code)> CodeAsync(TestServer server, HttpMethod method, TestMeeting meeting, JsonObject? book)
    {
        var (status, body) = await server.SendAsync(method, Path(meeting), book?.ToJsonString());
        return ((int)status, body.TryGetProperty("error", out var error) ? error.GetProperty("code").GetString() : null);
    }
}
