// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using Vigil.Replay.Cast;
using Vigil.Replay.Stage;
using Vigil.Replay.Staff;
using Vigil.Replay.Telling;

namespace Vigil.Replay.Scenarios;

/// <summary>Act 1: whoever is staff tries to end a running meeting without anybody else.</summary>
internal sealed class EndMeetingAlone : Scenario
{
    public override int Act => 1;

    public override string Name => "end-meeting-alone";

    public override string Happened => "One man ended commemorations that people abroad had opened.";

    public override Means Needs => Means.Staff;

    public override async Task PlayAsync(Scene scene, Story story)
    {
        var house = await scene.HouseAsync();
        var meeting = await house.CreateMeetingAsync();
        await using var host = await ProtocolClient.ConnectAsync(house, meeting);
        await host.CreateGroupAsync([.. meeting.Id.Span, .. new byte[16]]);

        foreach (var insider in house.Desk.Staff.Keys.Order(StringComparer.Ordinal)) { await AloneAsync(house, story, meeting, insider); }
        await ApprovesTwiceAsync(house, story, meeting);
        await WithAnothersKeyIdAsync(house, story, meeting);

        story.Blocked("nothing of this reached the meeting", "none", !host.IsClosed, host.IsClosed ? "the host was disconnected" : "the host is still in it");
    }

    private static async Task AloneAsync(House house, Story story, StagedMeeting meeting, string insider)
    {
        var before = await house.Log.SizeAsync();
        var draft = await house.DraftAsync("meeting.end", meeting.Id.Text, insider);
        await draft.ProposeAsync();
        var approved = await house.Desk.ApproveAsync(draft, insider);
        var after = approved.Status == 422 ? await house.Log.WaitForAsync(before, entry => entry.Type == "action.refused") : null;
        story.Visible($"{insider} proposes the end and approves it alone", $"desk of {insider}", approved.Status == 422, after,
            $"{approved.Text}; {(after is null ? "the public log says nothing of it" : "the attempt is in the public log")}");
    }

    private static async Task ApprovesTwiceAsync(House house, Story story, StagedMeeting meeting)
    {
        var draft = await house.DraftAsync("meeting.end", meeting.Id.Text, "ann");
        await draft.ProposeAsync();
        var first = await house.Desk.ApproveAsync(draft, "ben");
        var again = await house.Desk.ApproveAsync(draft, "ben");
        var isOrder = IsOrder(first) || IsOrder(again);
        story.Blocked("one colleague approves twice", "two desks", !isOrder, $"first {first.Text}, then {again.Text}; {(isOrder ? "an order" : "no order")}");
    }

    private static async Task WithAnothersKeyIdAsync(House house, Story story, StagedMeeting meeting)
    {
        var draft = await house.DraftAsync("meeting.end", meeting.Id.Text, "ann");
        await draft.ProposeAsync();
        // Ann's own key, under the name of Ben's.
        var forged = DeskClient.Json(house.Desk.Staff["ann"].Sign(Orders.Approvals.SigningPurpose.Approve, draft.Bytes));
        forged["cred"] = Convert.ToBase64String(house.Desk.Staff["ben"].CredentialId);
        var reply = await house.Desk.AtDeskAsync("ann", "POST", $"/proposals/{draft.Proposal.Id}/approvals", new JsonObject { ["by"] = forged });
        story.Blocked("approves in a colleague's name, with the own key", "own desk", reply.Status == 422, reply.Text);
    }

    private static bool IsOrder(Reply reply) =>
        reply.Status == 200 && reply.Body.GetProperty("order").ValueKind == System.Text.Json.JsonValueKind.String;
}
