// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Staff;
using Vigil.Server.Storage;

namespace Vigil.Server.Tests.Staff;

/// <summary>What is kept beside the log goes when its time has come, and not before.</summary>
public class RetentionTests
{
    [Fact]
    public async Task Six_months_after_an_order_is_over_nothing_says_any_more_whom_it_concerned()
    {
        await using var office = await Office.OpenAsync();
        var meeting = await office.Server.CreateMeetingAsync();
        await using var host = await (await office.Server.ConnectAsync(meeting)).JoinAsync(meeting.Host);
        var order = await office.OrderAsync(office.NewDraft("meeting.end", meeting.Id.Text), "ben", "dee", "fay");
        var token = (await host.NextAsync("order")).GetProperty("notice").GetString()!;
        await office.PassAsync(TimeSpan.FromMinutes(15));
        // As long as it stands, for however long.
        await office.PassAsync(TimeSpan.FromDays(400));
        Assert.Equal("200", (await office.SendAsync("GET", "/api/notice", bearer: token)).Text);
        Assert.Equal("201", (await office.UndoAsync("order.reverse", order)).Text);
        await office.PassAsync(Retention.Kept - TimeSpan.FromDays(1));
        Assert.Equal("200", (await office.SendAsync("GET", "/api/notice", bearer: token)).Text);
        await office.PassAsync(TimeSpan.FromDays(2));
        Assert.Equal("404 notice_not_found", (await office.SendAsync("GET", "/api/notice", bearer: token)).Text);
        Assert.Empty(office.Server.Part<MatterStore>().Proposals());
        Assert.Equal("200", (await office.SendAsync("GET", $"/api/order/{order}")).Text);
        Assert.Empty(office.Audit());
    }

    [Fact]
    public async Task A_proposal_that_nobody_approved_is_forgotten_when_it_expires()
    {
        await using var office = await Office.OpenAsync();
        var draft = office.NewDraft("meeting.end", office.Elsewhere().Id.Text);
        Assert.Equal("201", (await draft.ProposeAsync()).Text);
        Assert.Equal("200", (await office.ApproveAsync(draft, "ben")).Text);
        await office.PassAsync(TimeSpan.FromDays(6));
        Assert.Single(office.Server.Part<MatterStore>().Proposals());
        Assert.Single(office.Server.Part<ApprovalStore>().Of(draft.Proposal.Id));
        await office.PassAsync(TimeSpan.FromDays(2));
        Assert.Empty(office.Server.Part<MatterStore>().Proposals());
        Assert.Empty(office.Server.Part<ApprovalStore>().Of(draft.Proposal.Id));
    }
}
