// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using Vigil.Replay.Cast;
using Vigil.Replay.Stage;
using Vigil.Replay.Staff;
using Vigil.Replay.Telling;
using Vigil.Server.Meetings.Commands;
using Vigil.Tlog.Entries;

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
        byte[] group = [.. meeting.Id.Span, .. new byte[16]];
        await host.CreateGroupAsync(group);

        foreach (var insider in house.Desk.Staff.Keys.Order(StringComparer.Ordinal)) { await AloneAsync(house, story, meeting, insider); }
        await ApprovesTwiceAsync(house, story, meeting);
        await WithAnothersKeyIdAsync(house, story, meeting);
        await WithoutADeskAsync(house, story);
        await AtAStolenDeskAsync(house, story, meeting);
        await AsTheHostAsync(house, story, meeting, group);
        if (house is OwnHouse own) { await ByTheTablesAsync(own, story, meeting); } else { story.Left("rows that say the meeting is over: nobody's database is written to but the play's own"); }

        story.Blocked("nothing of this reached the meeting", "none", !host.IsClosed, host.IsClosed ? "the host was disconnected" : "the host is still in it");
        // There is no answer to it: everybody is disconnected, the host too.
        await host.SendAsync($$"""{"id":1000,"type":"command","command":"{{StagedMeeting.Text(new CommandMaker(meeting, group).Next(meeting.Host, CommandKind.End))}}"}""");
        var code = await host.CloseCodeAsync();
        story.Blocked("(for comparison) the host ends it, by a command in the same place", "the host's key", code == 4411, $"all are disconnected, with {code}");
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

    /// <summary>Every route of the desk, by somebody who has no desk open: not at all, a made-up one, one that was closed.</summary>
    private static async Task WithoutADeskAsync(House house, Story story)
    {
        await house.Desk.SignInAsync("gus");
        var closed = house.Desk.LastCookie.Split(';')[0];
        await house.Desk.SendAsync("POST", "/api/staff/sign-out", new JsonObject(), closed);
        var madeUp = $"{closed.Split('=')[0]}={StagedMeeting.Text(new byte[32])}";
        var nothing = EntryId.Create(house.Clock, new byte[EntryId.RandomLength]);
        (string Method, string Path)[] routes =
        [
            ("GET", ""), ("GET", $"/reports/{nothing}"), ("POST", "/proposals"), ("POST", $"/proposals/{nothing}/approvals"), ("POST", "/undo"), ("POST", $"/orders/{nothing}/veto"),
            ("POST", $"/orders/{nothing}/read"), ("POST", $"/orders/{nothing}/disclose"), ("POST", "/requests"), ("POST", $"/requests/{nothing}/open"),
        ];
        foreach (var (what, cookie) in new (string, string?)[] { ("no session", null), ("a made-up session", madeUp), ("a session that was closed", closed) })
        {
            var let = new List<string>();
            foreach (var (method, path) in routes)
            {
                var reply = await house.Desk.SendAsync(method, $"/api/staff{path}", method == "GET" ? null : new JsonObject(), cookie);
                if (reply.Text != "401 signed_out") { let.Add($"{method} {path}: {reply.Text}"); }
            }
            story.Blocked($"all {routes.Length} routes of the desk with {what}", "network", let.Count == 0, let.Count == 0 ? "401 signed_out each time" : string.Join("; ", let));
        }
    }

    /// <summary>Somebody else's open desk shows something, and decides nothing: each act is a signature of its own.</summary>
    private static async Task AtAStolenDeskAsync(House house, Story story, StagedMeeting meeting)
    {
        var draft = await house.DraftAsync("meeting.end", meeting.Id.Text, "ann");
        await draft.ProposeAsync();
        var replies = new List<Reply>();
        foreach (var stolen in new[] { "ben", "dee", "fay" })
        {
            var own = DeskClient.Json(house.Desk.Staff["ann"].Sign(Orders.Approvals.SigningPurpose.Approve, draft.Bytes));
            replies.Add(await house.Desk.AtDeskAsync(stolen, "POST", $"/proposals/{draft.Proposal.Id}/approvals", new JsonObject { ["by"] = own }));
        }
        story.Blocked("approves at three colleagues' desks that stand open, with the own key", "stolen sessions", replies.TrueForAll(reply => reply.Status == 422), string.Join(", ", replies.Select(reply => reply.Text).Distinct()));
    }

    /// <summary>Sits in the meeting as a guest and gives the host's command: with the own key, and with a signature that is none under the host's name.</summary>
    private static async Task AsTheHostAsync(House house, Story story, StagedMeeting meeting, byte[] group)
    {
        await using var guest = await (await ProtocolClient.ConnectAsync(house, meeting)).EnterAsync(group, 0);
        var chain = new CommandMaker(meeting, group);
        var own = chain.Next(guest.Leaf, CommandKind.End);
        var forged = chain.Next(guest.Leaf, CommandKind.End);
        // version, number, previous: then who gives the command.
        meeting.Host.Public.Span.CopyTo(forged.AsSpan(1 + 8 + 32));
        foreach (var (tried, command) in new[] { ("ends it as a host would, with the own key", own), ("the same under the host's name", forged) })
        {
            var answer = await guest.AskAsync("command", new { command = StagedMeeting.Text(command) });
            story.Blocked($"a member of the staff sits in the meeting and {tried}", "own client", answer.Code is not null, answer.Code ?? "the meeting was ended");
        }
    }

    /// <summary>The database is to say that it is over.</summary>
    private static async Task ByTheTablesAsync(OwnHouse house, Story story, StagedMeeting meeting)
    {
        var (id, columns) = (EntryId.Create(house.Clock, new byte[EntryId.RandomLength]), string.Join(' ', house.Database.Column("SELECT sql FROM sqlite_schema WHERE name IN ('meeting', 'link', 'book')")));
        house.Database.Change("INSERT INTO staff_subject VALUES ($o, 'meeting', $m, zeroblob(32))", ("$o", id), ("$m", meeting.Id.Text));
        house.Database.Change("INSERT INTO staff_case VALUES ($o, '{}')", ("$o", id));
        house.Database.Change("INSERT INTO staff_notice VALUES ($o, zeroblob(32), zeroblob(32), 'This meeting is ended.')", ("$o", id));
        house.Database.Change("UPDATE staff_subject SET id = $m", ("$m", meeting.Id.Text));
        var hasColumn = columns.Contains("ended", StringComparison.Ordinal) || columns.Contains("suspended", StringComparison.Ordinal);
        await house.LookAsync();
        await using var somebody = await ProtocolClient.ConnectAsync(house, meeting);
        var door = (await somebody.TryJoinAsync()).Code ?? "open";
        story.Blocked("rows of an order that nobody gave, and every open proposal pointed at this meeting", "database", !hasColumn && door == "open",
            $"the meeting is {door}; {(hasColumn ? "a column says that a meeting is over" : "there is no column that could say it")}");
    }

    private static bool IsOrder(Reply reply) =>
        reply.Status == 200 && reply.Body.GetProperty("order").ValueKind == System.Text.Json.JsonValueKind.String;
}
