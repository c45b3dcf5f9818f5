// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Nodes;
using Vigil.Orders.Entries;
using Vigil.Server.Tests.Support;
using Vigil.Tlog.Entries;

namespace Vigil.Server.Tests.Staff;

/// <summary>Orders about meetings, from the desk to the people in the room.</summary>
public class MeetingOrderTests
{
    private static readonly TimeSpan Notice = TimeSpan.FromMinutes(15);

    [Fact]
    public async Task Three_people_end_a_meeting_and_everybody_is_told_by_which_order()
    {
        await using var office = await Office.OpenAsync();
        var meeting = await office.Server.CreateMeetingAsync();
        await using var host = await (await office.Server.ConnectAsync(meeting)).JoinAsync(meeting.Host);
        await using var guest = await (await office.Server.ConnectAsync(meeting)).JoinAsync();
        var draft = office.NewDraft("meeting.end", meeting.Id.Text);
        var order = await office.OrderAsync(draft, "ben", "dee", "fay");

        var toHost = await host.NextAsync("order");
        var toGuest = await guest.NextAsync("order");
        foreach (var told in new[] { toHost, toGuest })
        {
            Assert.Equal(("notice", order), (told.GetProperty("what").GetString(), told.GetProperty("order").GetProperty("order").GetString()));
            Assert.Equal(Convert.ToBase64String(draft.Salt), told.GetProperty("salt").GetString());
            Assert.Equal(EntryTime.ToText(office.Now + Notice), told.GetProperty("earliest").GetString());
        }
        Assert.False(toGuest.TryGetProperty("notice", out _));
        await using var late = await (await office.Server.ConnectAsync(meeting)).JoinAsync();
        Assert.Equal("notice", (await late.NextAsync("order")).GetProperty("what").GetString());
        _ = (await late.ProveHostAsync()).Ok;
        Assert.True((await late.NextAsync("order")).TryGetProperty("notice", out _));

        await office.PassAsync(Notice - TimeSpan.FromSeconds(1));
        Assert.DoesNotContain("action.executed", office.Course(), StringComparison.Ordinal);
        // From here on nobody asks the server to look: its own clock does.
        var ended = host.NextAsync("order");
        while (await Task.WhenAny(ended, Task.Delay(20)) != ended) { office.Time.Jump(TimeSpan.FromSeconds(1)); }
        foreach (var client in new[] { host, guest, late })
        {
            var end = client == host ? await ended : await client.NextAsync("order");
            Assert.Equal(("end", 4451), (end.GetProperty("what").GetString(), await client.CloseCodeAsync()));
        }
        Assert.Equal("action.proposed action.authorised notice.sent action.executed", office.Course());
        Assert.Empty(office.Audit());

        var capability = toHost.GetProperty("notice").GetString()!;
        var refused = await (await office.Server.ConnectAsync(meeting)).TryJoinAsync(meeting.Host);
        Assert.Equal(("ended_by_order", capability), (refused.Code, refused.Error.GetProperty("notice").GetString()));
        Assert.Equal(order, refused.Error.GetProperty("order").GetProperty("order").GetString());
        await using var other = await office.Server.ConnectAsync(meeting);
        Assert.False((await other.TryJoinAsync()).Error.TryGetProperty("notice", out _));
        Assert.Equal(4451, await other.CloseCodeAsync());
    }

    [Fact]
    public async Task The_places_of_an_order_are_the_entries_that_say_it()
    {
        await using var office = await Office.OpenAsync();
        var meeting = await office.Server.CreateMeetingAsync();
        var order = await office.OrderAsync(office.NewDraft("meeting.end", meeting.Id.Text), "ben", "dee", "fay");
        await office.PassAsync(Notice);
        Assert.Equal("201", (await office.UndoAsync("order.reverse", order)).Text);
        var place = (await office.SendAsync("GET", $"/api/order/{order}")).Body.GetProperty("indexes");
        var entries = office.Entries();
        foreach (var (name, type) in new[] { ("roster", "genesis"), ("policy", "genesis"), ("proposal", "action.proposed"), ("order", "action.authorised"), ("notice", "notice.sent"), ("act", "action.executed"), ("over", "action.reversed") })
        {
            Assert.Equal(type, entries[place.GetProperty(name).GetInt32()].Type);
        }
        Assert.Equal(JsonValueKind.Null, place.GetProperty("request").ValueKind);
        Assert.Equal("404 not_found", (await office.SendAsync("GET", "/api/order/nothing")).Text);
    }

    [Fact]
    public async Task An_end_that_is_reversed_gives_the_meeting_back_and_a_restart_keeps_what_stands()
    {
        await using var office = await Office.OpenAsync();
        var meeting = await office.Server.CreateMeetingAsync();
        var order = await office.OrderAsync(office.NewDraft("meeting.end", meeting.Id.Text), "ben", "dee", "fay");
        await office.PassAsync(Notice);
        await office.RestartAsync();
        Assert.Equal("ended_by_order", (await (await office.Server.ConnectAsync(meeting)).TryJoinAsync()).Code);
        Assert.Equal("201", (await office.UndoAsync("order.reverse", order)).Text);
        _ = (await (await office.Server.ConnectAsync(meeting)).TryJoinAsync()).Ok;
        await office.RestartAsync();
        _ = (await (await office.Server.ConnectAsync(meeting)).TryJoinAsync()).Ok;
        Assert.Empty(office.Audit());
    }

    [Fact]
    public async Task A_broken_glass_is_mended_by_itself()
    {
        await using var office = await Office.OpenAsync();
        var meeting = await office.Server.CreateMeetingAsync();
        var order = await office.OrderAsync(office.NewDraft("breakglass.meeting", meeting.Id.Text), "ben", "dee");
        await office.PassAsync(TimeSpan.Zero);
        Assert.Equal("action.proposed breakglass notice.sent action.executed", office.Course());
        Assert.Equal("ended_by_order", (await (await office.Server.ConnectAsync(meeting)).TryJoinAsync()).Code);
        await office.PassAsync(TimeSpan.FromMinutes(50));
        Assert.EndsWith("action.executed action.expired", office.Course(), StringComparison.Ordinal);
        _ = (await (await office.Server.ConnectAsync(meeting)).TryJoinAsync()).Ok;
        Assert.Equal("over", Order(await office.DeskAsync(), order).GetProperty("state").GetString());
        Assert.Empty(office.Audit());
    }

    [Fact]
    public async Task A_ratified_break_glass_goes_on_as_the_order_that_ratified_it()
    {
        await using var office = await Office.OpenAsync();
        var (meeting, other) = (await office.Server.CreateMeetingAsync(), await office.Server.CreateMeetingAsync());
        var glass = await office.OrderAsync(office.NewDraft("breakglass.meeting", meeting.Id.Text), "ben", "dee");
        var about = office.NewDraft("meeting.end", other.Id.Text).With(p => p with { Target = glass });
        Assert.Equal("400 subject_mismatch", (await about.ProposeAsync()).Text);
        await office.OrderAsync(office.NewDraft("meeting.end", meeting.Id.Text).With(p => p with { Target = glass }), "ben", "dee", "fay");
        await office.PassAsync(TimeSpan.FromHours(2));
        Assert.Equal("ended_by_order", (await (await office.Server.ConnectAsync(meeting)).TryJoinAsync()).Code);
        Assert.Empty(office.Audit());
    }

    [Fact]
    public async Task An_order_that_nobody_could_carry_out_expires_unused()
    {
        await using var office = await Office.OpenAsync();
        var order = await office.OrderAsync(office.NewDraft("meeting.end", office.Elsewhere().Id.Text), "ben", "dee", "fay");
        await office.PassAsync(Notice);
        Assert.EndsWith("notice.sent action.refused", office.Course(), StringComparison.Ordinal);
        await office.PassAsync(TimeSpan.FromDays(7));
        Assert.EndsWith("action.refused action.expired", office.Course(), StringComparison.Ordinal);
        Assert.Equal("expired", Order(await office.DeskAsync(), order).GetProperty("why").GetString());
        Assert.Empty(office.Audit());
    }

    [Fact]
    public async Task Whoever_has_the_capability_reads_why_and_objects_and_silence_restores()
    {
        await using var office = await Office.OpenAsync();
        var meeting = await office.Server.CreateMeetingAsync();
        await using var host = await (await office.Server.ConnectAsync(meeting)).JoinAsync(meeting.Host);
        var order = await office.OrderAsync(office.NewDraft("meeting.end", meeting.Id.Text), "ben", "dee", "fay");
        var token = (await host.NextAsync("order")).GetProperty("notice").GetString()!;
        await office.PassAsync(Notice);

        Assert.Equal("404 notice_not_found", (await office.SendAsync("GET", "/api/notice")).Text);
        Assert.Equal("404 notice_not_found", (await office.SendAsync("GET", "/api/notice", bearer: TestMeeting.Text(new byte[32]))).Text);
        var notice = (await office.SendAsync("GET", "/api/notice", bearer: token)).Body;
        Assert.Equal(("acted", meeting.Id.Text), (notice.GetProperty("state").GetString(), notice.GetProperty("subject").GetProperty("id").GetString()));
        var statement = notice.GetProperty("statement").GetString()!;
        using var salt = new SubjectSalt(notice.GetProperty("salt").GetBytesFromBase64());
        var sent = office.Entries().Single(entry => entry.Type == EntryTypes.NoticeSent);
        Assert.Equal(sent.Body.GetProperty("c").GetBytesFromBase64(), NoticeCommitment.OfStatement(salt, System.Text.Encoding.UTF8.GetBytes(statement)));
        var reasons = JsonElement.Parse(statement);
        Assert.Equal(("DECISION_PROVISION_TOTAL_SUSPENSION", order, "user"), (reasons.GetProperty("decision_provision").GetString(), reasons.GetProperty("puid").GetString(), reasons.GetProperty("x_requester").GetProperty("kind").GetString()));

        var text = new JsonObject { ["text"] = "It was a quotation from a play." };
        var filed = await office.SendAsync("POST", "/api/notice/appeal", text, bearer: token);
        Assert.Equal("201", filed.Text);
        Assert.Equal("409 already_appealed", (await office.SendAsync("POST", "/api/notice/appeal", text, bearer: token)).Text);
        Assert.Equal("It was a quotation from a play.", (await office.DeskAsync()).GetProperty("appeals")[0].GetProperty("text").GetString());
        await office.PassAsync(TimeSpan.FromDays(7));
        Assert.EndsWith("appeal.filed action.expired", office.Course(), StringComparison.Ordinal);
        _ = (await (await office.Server.ConnectAsync(meeting)).TryJoinAsync()).Ok;
        var after = (await office.SendAsync("GET", "/api/notice", bearer: token)).Body;
        Assert.Equal(("over", "silence"), (after.GetProperty("state").GetString(), after.GetProperty("appeal").GetProperty("decided").GetString()));
        Assert.Empty(office.Audit());
    }

    [Fact]
    public async Task An_appeal_is_upheld_by_other_people_or_overturned_by_one()
    {
        await using var office = await Office.OpenAsync();
        var meeting = await office.Server.CreateMeetingAsync();
        await using var host = await (await office.Server.ConnectAsync(meeting)).JoinAsync(meeting.Host);
        await office.OrderAsync(office.NewDraft("meeting.end", meeting.Id.Text), "ben", "dee", "fay");
        var token = (await host.NextAsync("order")).GetProperty("notice").GetString()!;
        await office.PassAsync(Notice);

        var first = await AppealAsync(office, token);
        var panel = office.NewDraft("appeal.uphold", by: "hal").With(p => p with { Target = first });
        Assert.Equal("201", (await panel.ProposeAsync()).Text);
        Assert.Equal("422 refused: on_order", (await office.ApproveAsync(panel, "dee")).Text);
        Assert.Equal("200", (await office.ApproveAsync(panel, "gus")).Text);
        Assert.Equal("200", (await office.ApproveAsync(panel, "cho")).Text);
        Assert.Equal("upheld", (await office.SendAsync("GET", "/api/notice", bearer: token)).Body.GetProperty("appeal").GetProperty("decided").GetString());

        var second = await AppealAsync(office, token);
        Assert.Equal("422 refused: not_signed on_order too_few_approvals", (await office.UndoAsync("appeal.overturn", second, "ben")).Text);
        Assert.Equal("201", (await office.UndoAsync("appeal.overturn", second, "gus")).Text);
        _ = (await (await office.Server.ConnectAsync(meeting)).TryJoinAsync()).Ok;
        Assert.Equal("overturned", (await office.SendAsync("GET", "/api/notice", bearer: token)).Body.GetProperty("appeal").GetProperty("decided").GetString());
        Assert.Empty(office.Audit());
    }

    private static async Task<string> AppealAsync(Office office, string token)
    {
        var filed = await office.SendAsync("POST", "/api/notice/appeal", new JsonObject { ["text"] = "No." }, bearer: token);
        Assert.Equal("201", filed.Text);
        return filed.Body.GetProperty("appeal").GetProperty("appeal").GetString()!;
    }

    private static JsonElement Order(JsonElement desk, string id) => desk.GetProperty("orders").EnumerateArray().Single(order => order.GetProperty("order").GetString() == id);
}
