// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Approvals;
using Vigil.Server.Tests.Support;

namespace Vigil.Server.Tests.Staff;

/// <summary>Somebody with a connection to the database, and all the time in the world, gets no power from it.</summary>
public class DatabaseTests
{
    private static readonly TimeSpan Notice = TimeSpan.FromMinutes(15);

    [Theory]
    [InlineData("UPDATE staff_subject SET id = '{0}'")]
    [InlineData("UPDATE staff_subject SET id = '{0}', salt = zeroblob(32)")]
    [InlineData("UPDATE staff_subject SET kind = 'account'")]
    [InlineData("DELETE FROM staff_subject")]
    public async Task An_order_whose_subject_was_touched_is_not_carried_out(string sql)
    {
        await using var office = await Office.OpenAsync();
        var (meeting, victim) = (await office.Server.CreateMeetingAsync(), await office.Server.CreateMeetingAsync());
        await office.OrderAsync(office.NewDraft("meeting.end", meeting.Id.Text), "ben", "dee", "fay");
        office.Sql(sql.Replace("{0}", victim.Id.Text, StringComparison.Ordinal));
        await office.PassAsync(Notice);
        await office.RestartAsync();
        await office.PassAsync(TimeSpan.FromHours(1));
        foreach (var one in new[] { meeting, victim }) { _ = (await (await office.Server.ConnectAsync(one)).TryJoinAsync()).Ok; }
        Assert.DoesNotContain("action.executed", office.Course(), StringComparison.Ordinal);
        Assert.Contains("action.refused", office.Course(), StringComparison.Ordinal);
        Assert.Empty(office.Audit());
    }

    [Fact]
    public async Task An_order_that_stands_cannot_be_turned_against_another_meeting()
    {
        await using var office = await Office.OpenAsync();
        var (meeting, victim) = (await office.Server.CreateMeetingAsync(), await office.Server.CreateMeetingAsync());
        await office.OrderAsync(office.NewDraft("meeting.end", meeting.Id.Text), "ben", "dee", "fay");
        await office.PassAsync(Notice);
        office.Sql($"UPDATE staff_subject SET id = '{victim.Id.Text}'");
        await office.RestartAsync();
        _ = (await (await office.Server.ConnectAsync(victim)).TryJoinAsync()).Ok;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_the_notice_that_can_be_appealed_an_order_has_no_effect(bool isActed)
    {
        await using var office = await Office.OpenAsync();
        var meeting = await office.Server.CreateMeetingAsync();
        await office.OrderAsync(office.NewDraft("meeting.end", meeting.Id.Text), "ben", "dee", "fay");
        if (isActed)
        {
            await office.PassAsync(Notice);
            Assert.Equal("ended_by_order", (await (await office.Server.ConnectAsync(meeting)).TryJoinAsync()).Code);
        }
        office.Sql("DELETE FROM staff_notice");
        await office.PassAsync(Notice);
        _ = (await (await office.Server.ConnectAsync(meeting)).TryJoinAsync()).Ok;
        await office.RestartAsync();
        _ = (await (await office.Server.ConnectAsync(meeting)).TryJoinAsync()).Ok;
        if (!isActed) { Assert.Contains("action.refused", office.Course(), StringComparison.Ordinal); }
        Assert.Empty(office.Audit());
    }

    [Fact]
    public async Task Rows_of_orders_that_nobody_gave_do_nothing()
    {
        await using var office = await Office.OpenAsync();
        var meeting = await office.Server.CreateMeetingAsync();
        const string Order = "01K000000000000000000000AA";
        office.Sql($"INSERT INTO staff_subject VALUES ('{Order}', 'meeting', '{meeting.Id.Text}', zeroblob(32))");
        office.Sql($"INSERT INTO staff_notice VALUES ('{Order}', zeroblob(32), zeroblob(32), 'you are suspended')");
        office.Sql($"INSERT INTO staff_appeal VALUES ('{Order}', '{Order}', 'no', zeroblob(32))");
        office.Sql($"INSERT INTO staff_payload VALUES ('{Order}', '{{}}')");
        await office.PassAsync(TimeSpan.FromDays(2));
        _ = (await (await office.Server.ConnectAsync(meeting)).TryJoinAsync()).Ok;
        Assert.Equal("404 notice_not_found", (await office.SendAsync("GET", "/api/notice", bearer: TestMeeting.Text(new byte[32]))).Text);
        Assert.Empty((await office.DeskAsync()).GetProperty("appeals").EnumerateArray());
        Assert.Equal("", office.Course());
    }

    [Fact]
    public async Task Approvals_that_were_written_into_the_table_do_not_count()
    {
        await using var office = await Office.OpenAsync();
        var draft = office.NewDraft("meeting.end", (await office.Server.CreateMeetingAsync()).Id.Text);
        Assert.Equal("201", (await draft.ProposeAsync()).Text);
        // dee's own signature, of another proposal; the proposer's; and no assertion at all.
        var other = office.NewDraft("meeting.end", office.Elsewhere().Id.Text);
        foreach (var (who, bytes) in new[] { ("dee", other.Bytes), ("ann", draft.Bytes) })
        {
            var by = Office.Json(office.Staff[who].Sign(SigningPurpose.Approve, bytes)).ToJsonString();
            office.Sql($"INSERT INTO staff_approval VALUES ('{draft.Proposal.Id}', '{who}', '{by}')");
        }
        office.Sql($"INSERT INTO staff_approval VALUES ('{draft.Proposal.Id}', 'x', 'nothing')");
        Assert.Equal("200", (await office.ApproveAsync(draft, "ben")).Text);
        var reply = await office.ApproveAsync(draft, "fay");
        Assert.Equal(["too_few_approvals"], reply.Body.GetProperty("missing").EnumerateArray().Select(reason => reason.GetString()!));
        Assert.Equal("action.proposed", office.Course());
    }

    [Fact]
    public async Task A_changed_value_of_a_change_is_not_set()
    {
        await using var office = await Office.OpenAsync();
        var policy = System.Text.Encoding.UTF8.GetString(TestJson.Standard(node => node["per_day"] = 20));
        await office.OrderAsync(office.NewDraft("policy.change").To(policy), "ben", "dee", "fay");
        office.Sql($"UPDATE staff_payload SET payload = '{System.Text.Encoding.UTF8.GetString(TestJson.Standard(node => node["per_day"] = 50))}'");
        await office.PassAsync(TimeSpan.FromHours(72));
        Assert.Equal(10, office.Orders.Policy!.PerDay);
        Assert.DoesNotContain("policy.change", office.Course(), StringComparison.Ordinal);
        Assert.Empty(office.Audit());
    }

    [Fact]
    public async Task The_accounts_table_cannot_suspend_anybody()
    {
        await using var office = await Office.OpenAsync();
        Assert.Throws<Microsoft.Data.Sqlite.SqliteException>(() => office.Sql("UPDATE account SET suspended_until = 4000000000, suspended_by = 'x'"));
    }
}
