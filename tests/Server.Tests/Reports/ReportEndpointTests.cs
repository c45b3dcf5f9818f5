// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vigil.Server.Tests.Support;

namespace Vigil.Server.Tests.Reports;

/// <summary>Messages that were really said in a meeting of this server, reported over HTTP.</summary>
public class ReportEndpointTests
{
    [Fact]
    public async Task What_was_said_and_stamped_is_stored_as_it_was_posted()
    {
        await using var stage = await Stage.OpenAsync();
        var second = await stage.MemberAsync(0, stage.Host);
        var reports = new TestReport(stage);
        var body = reports.Of(await reports.SayAsync(second, "a threat"), await reports.SayAsync(stage.Host, "an answer"));
        var (status, answer) = await PostAsync(stage, body);
        Assert.Equal(HttpStatusCode.Created, status);

        var path = Assert.Single(Directory.GetFiles(Path.Combine(stage.Server.DataFolder, "reports")));
        Assert.Equal($"{Convert.ToHexStringLower(TestClient.Bytes(answer, "report"))}.json", Path.GetFileName(path));
        Assert.Equal(body.ToJsonString(), await File.ReadAllTextAsync(path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.DoesNotContain(stage.Server.Log.Entries, entry => entry.Text.Contains("threat", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_report_outlives_the_meetings_room()
    {
        await using var stage = await Stage.OpenAsync();
        var reports = new TestReport(stage);
        var body = reports.Of(await reports.SayAsync(stage.Host, "said"));
        _ = (await stage.Host.AskAsync("leave")).Ok;
        stage.Server.Time.Advance(TimeSpan.FromDays(80));
        Assert.Equal(HttpStatusCode.Created, (await PostAsync(stage, body)).Status);
        stage.Server.Time.Advance(TimeSpan.FromDays(11));
        await AssertRefusedAsync(stage, body, HttpStatusCode.BadRequest, "stamp_key_gone");
    }

    [Theory]
    [InlineData("content", "bad_opening")]
    [InlineData("opening", "bad_opening")]
    [InlineData("signature", "bad_signature")]
    [InlineData("stamp", "bad_stamp")]
    [InlineData("admission", "bad_admission")]
    [InlineData("leafKey", "bad_admission")]
    public async Task One_changed_bit_and_it_is_refused(string member, string code)
    {
        await using var stage = await Stage.OpenAsync();
        var reports = new TestReport(stage);
        var message = await reports.SayAsync(stage.Host, "said");
        Assert.True(Vigil.Server.Crypto.StrictBase64Url.TryDecode(message[member]!.GetValue<string>(), out var bytes));
        bytes[^2] ^= 1;
        message[member] = TestMeeting.Text(bytes);
        await AssertRefusedAsync(stage, reports.Of(message), HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task A_report_of_another_server_or_of_a_meeting_not_known_here_is_refused()
    {
        await using var stage = await Stage.OpenAsync();
        await using var other = await Stage.OpenAsync();
        var reports = new TestReport(other);
        var body = reports.Of(await reports.SayAsync(other.Host, "said elsewhere"));
        await AssertRefusedAsync(stage, body, HttpStatusCode.NotFound, "meeting_not_found");
        // The same meeting is registered here as well; its stamps are still the other server's.
        Assert.Equal(HttpStatusCode.Created, (await stage.Server.PostAsync(other.Meeting.Body.ToJsonString())).Status);
        await AssertRefusedAsync(stage, body, HttpStatusCode.BadRequest, "bad_stamp");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("")]
    public async Task What_is_no_report_is_malformed(string body)
    {
        await using var stage = await Stage.OpenAsync();
        var (status, answer) = await PostAsync(stage, body);
        Assert.Equal((HttpStatusCode.BadRequest, "malformed"), (status, Code(answer)));
    }

    [Fact]
    public async Task A_report_has_two_mebibytes()
    {
        await using var stage = await Stage.OpenAsync();
        var (status, answer) = await PostAsync(stage, new string(' ', (2 << 20) + 1));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "too_large"), (status, Code(answer)));
    }

    [Fact]
    public async Task One_address_reports_ten_times_and_then_once_a_minute()
    {
        await using var stage = await Stage.OpenAsync();
        for (var i = 0; i < 10; i++) { Assert.Equal("malformed", Code((await PostAsync(stage, "{}")).Answer)); }
        Assert.Equal("too_many", Code((await PostAsync(stage, "{}")).Answer));
        stage.Server.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("malformed", Code((await PostAsync(stage, "{}")).Answer));
    }

    private static async Task AssertRefusedAsync(Stage stage, JsonObject body, HttpStatusCode status, string code)
    {
        var folder = Path.Combine(stage.Server.DataFolder, "reports");
        var before = Directory.Exists(folder) ? Directory.GetFiles(folder).Length : 0;
        var (actual, answer) = await PostAsync(stage, body);
        Assert.Equal((status, code), (actual, Code(answer)));
        Assert.Equal(before, Directory.Exists(folder) ? Directory.GetFiles(folder).Length : 0);
    }

    private static string? Code(JsonElement answer) => answer.GetProperty("error").GetProperty("code").GetString();

    private static Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync(Stage stage, JsonObject body) => PostAsync(stage, body.ToJsonString());

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync(Stage stage, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await stage.Server.Http.PostAsync("/api/reports", content);
        return (response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync()));
    }
}
