// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json.Nodes;
using Vigil.Orders.Entries;
using Vigil.Replay.Cast;
using Vigil.Replay.Stage;
using Vigil.Replay.Staff;
using Vigil.Replay.Telling;
using Vigil.Tlog.Entries;

namespace Vigil.Replay.Scenarios;

/// <summary>Act 9: people lose their account and their meeting by an order that is in order, and get them back because nobody answers.</summary>
internal sealed class SuspendAndAppeal : Scenario
{
    private static readonly TimeSpan Notice = TimeSpan.FromHours(24), Silence = TimeSpan.FromDays(7);

    public override int Act => 9;

    public override string Name => "suspend-and-appeal";

    public override string Happened => "Hosts lost their accounts; some got them back later, without a word why.";

    public override Means Needs => Means.OwnServer;

    public override async Task PlayAsync(Scene scene, Story story)
    {
        var house = await scene.OwnHouseAsync(ago: TimeSpan.FromDays(30));
        var auditor = await scene.AuditorAsync(house);
        using var person = new AccountBrowser(house);
        await person.CreateAccountAsync(person.NewPasskey());
        var (meeting, other, link) = (await house.CreateMeetingAsync(), await house.CreateMeetingAsync(), KeyPair.Random());
        await AddLinkAsync(house, meeting, link);

        var suspension = (await house.DraftAsync("account.suspend", (await person.AccountAsync())!.Value.GetProperty("id").GetString()!)).With(p => p with { Until = p.Time.AddDays(30) });
        var suspended = await house.OrderAsync(suspension, "ben", "dee", "fay");
        var ended = await house.OrderAsync(await house.DraftAsync("meeting.end", meeting.Id.Text), "ben", "dee", "fay");
        await house.PassAsync(Notice);
        var (account, door) = (await AccountAsync(person), await DoorAsync(house, meeting, meeting.Join));
        story.Blocked("(for comparison) three sign a suspension and an end, and they come to be", "legitimate orders", account == "403 suspended" && door == "ended_by_order", $"account: {account}; meeting: {door}");

        var toAccount = (await person.AccountAsync())!.Value.GetProperty("notices")[0].GetString()!;
        var toHost = await TokenOfHostAsync(house, meeting);
        await ToldAsync(house, story, "account", suspended, toAccount);
        await ToldAsync(house, story, "meeting", ended, toHost);
        await OtherReasonsAsync(house, story, suspended, toAccount);
        await OtherMeetingAsync(house, story, ended, other);
        await NoNoticeAsync(house, story, meeting, ended);

        foreach (var (token, words) in new[] { (toAccount, "I said nothing of the kind."), (toHost, "It was a commemoration.") }) { await AppealAsync(house, story, token, words); }
        await DecideAsync(house, story, toHost);
        house.Database.Change("DELETE FROM staff_appeal");
        // Nobody answers, and over the day itself the server is not even there.
        await house.PassAsync(Silence - TimeSpan.FromMinutes(10));
        var early = await DoorAsync(house, meeting, meeting.Join);
        await house.StopAsync();
        house.Jump(TimeSpan.FromMinutes(11));
        await house.StartAsync();
        // It restores before it listens; outsiders read of it when that is published.
        await house.LookAsync();
        await RestoredAsync(house, story, early, person, meeting, link);
        var audit = await auditor.AuditAsync();
        story.Blocked("(for comparison) whoever recomputes all this from the log finds it in order", "vigil audit", audit.IsGood, audit.Text);
    }

    /// <summary>The reasons, before the act, and what opens the log's commitment to them.</summary>
    private static async Task ToldAsync(House house, Story story, string whom, string order, string token)
    {
        var entries = await house.Log.EntriesAsync();
        var isTrue = IsCommitted(entries, order, (await NoticeAsync(house, token)).Body);
        LogEntry Of(string type) => entries.Single(entry => entry.Type == type && entry.Body.GetProperty("order").GetString() == order);
        var ahead = Of("action.executed").Time - Of("notice.sent").Time;
        story.Blocked($"whose {whom} it is learns nothing, or afterwards, or other reasons", "a legitimate order", isTrue && ahead >= TimeSpan.FromMinutes(15),
            $"the notice with its reasons opens the commitment in the log; it was there {ahead.TotalMinutes:0} minutes before the act");
    }

    private static async Task OtherReasonsAsync(OwnHouse house, Story story, string order, string token)
    {
        var kept = house.Database.Column("SELECT statement FROM staff_notice WHERE order_id = $order", ("$order", order))[0];
        house.Database.Change("UPDATE staff_notice SET statement = replace(statement, 'Threats', 'Spam') WHERE order_id = $order", ("$order", order));
        var watch = Story.Watch();
        var shown = (await NoticeAsync(house, token)).Body;
        var isCaught = shown.GetProperty("statement").GetString() != kept && !IsCommitted(await house.Log.EntriesAsync(), order, shown);
        story.Visible("the reasons are changed afterwards", "database", isCaught, isCaught ? watch() : null, isCaught ? "they do not open what the log committed to: /notice says so" : "the change is not seen");
        house.Database.Change("UPDATE staff_notice SET statement = $kept WHERE order_id = $order", ("$kept", kept), ("$order", order));
    }

    /// <summary>An order that stands is pointed at somebody else's meeting.</summary>
    private static async Task OtherMeetingAsync(OwnHouse house, Story story, string order, StagedMeeting other)
    {
        var proposal = house.Orders.FindOrder(order)!.Proposal.Id;
        var kept = house.Database.Column("SELECT id FROM staff_subject WHERE proposal = $p", ("$p", proposal))[0];
        house.Database.Change("UPDATE staff_subject SET id = $id WHERE proposal = $p", ("$id", other.Id.Text), ("$p", proposal));
        await house.StopAsync();
        await house.StartAsync();
        var door = await DoorAsync(house, other, other.Join);
        story.Blocked("the order is pointed at another meeting, and the server started anew", "database, root", door == "open", $"the other meeting is {door}");
        house.Database.Change("UPDATE staff_subject SET id = $id WHERE proposal = $p", ("$id", kept), ("$p", proposal));
        await house.StopAsync();
        await house.StartAsync();
    }

    /// <summary>Nobody is to appeal: what opens the appeal is taken away. Then it is put back, for the play goes on.</summary>
    private static async Task NoNoticeAsync(OwnHouse house, Story story, StagedMeeting meeting, string order)
    {
        house.Database.Change("CREATE TABLE kept AS SELECT * FROM staff_notice WHERE order_id = $order", ("$order", order));
        house.Database.Change("DELETE FROM staff_notice WHERE order_id = $order", ("$order", order));
        await house.LookAsync();
        var door = await DoorAsync(house, meeting, meeting.Join);
        story.Blocked("the notice is deleted, so that nobody can appeal", "database", door == "open", $"the meeting is {door}: without its notice the order has no effect");
        house.Database.Change("INSERT INTO staff_notice SELECT * FROM kept");
        house.Database.Change("DROP TABLE kept");
        await house.LookAsync();
    }

    private static async Task AppealAsync(House house, Story story, string token, string words)
    {
        var before = await house.Log.SizeAsync();
        var filed = await house.Desk.SendAsync("POST", "/api/notice/appeal", new JsonObject { ["text"] = words }, bearer: token);
        var known = await house.Log.WaitForAsync(before, entry => entry.Type == "appeal.filed");
        story.Visible("the person concerned is not heard", "none", filed.Status == 201, known, $"the appeal: {filed.Text}; that there is one is in the public log");
    }

    /// <summary>Who ordered it is to say that it was right.</summary>
    private static async Task DecideAsync(House house, Story story, string token)
    {
        var appeal = (await NoticeAsync(house, token)).Body.GetProperty("appeal").GetProperty("appeal").GetString();
        var panel = (await house.DraftAsync("appeal.uphold", by: "hal")).With(p => p with { Target = appeal });
        await panel.ProposeAsync();
        foreach (var who in new[] { "ann", "ben", "dee", "fay" })
        {
            var before = await house.Log.SizeAsync();
            var reply = await house.Desk.ApproveAsync(panel, who);
            var known = await house.Log.WaitForAsync(before, entry => LoggedAttempt.Says(entry, "on_order", who));
            story.Visible($"{who}, who took part in the order, decides on the appeal", $"desk of {who}", reply.Text == "422 refused: on_order", known, reply.Text);
        }
    }

    private static async Task RestoredAsync(House house, Story story, string early, AccountBrowser person, StagedMeeting meeting, KeyPair link)
    {
        var silence = (await house.Log.EntriesAsync()).Count(entry => entry.Type == "action.expired" && entry.Body.GetProperty("reason").GetString() == "silence");
        var (account, door, byLink) = (await AccountAsync(person), await DoorAsync(house, meeting, meeting.Join), await DoorAsync(house, meeting, link));
        var isBack = account == "200" && door == "open" && byLink == "open" && silence == 2 && early == "ended_by_order";
        story.Blocked("nobody answers the appeals, their rows are deleted, and the server is stopped over the seventh day", "silence, database, root", isBack,
            $"until then: {early}; after seven days account: {account}, meeting: {door}, by a personal link made before: {byLink}; the log says of {silence} orders that silence ended them");
    }

    private static bool IsCommitted(IReadOnlyList<LogEntry> log, string order, System.Text.Json.JsonElement notice)
    {
        using var salt = new SubjectSalt(notice.GetProperty("salt").GetBytesFromBase64());
        var sent = log.Single(entry => entry.Type == "notice.sent" && entry.Body.GetProperty("order").GetString() == order);
        return NoticeCommitment.OfStatement(salt, Encoding.UTF8.GetBytes(notice.GetProperty("statement").GetString()!)).AsSpan().SequenceEqual(sent.Body.GetProperty("c").GetBytesFromBase64());
    }

    private static Task<Reply> NoticeAsync(House house, string token) => house.Desk.SendAsync("GET", "/api/notice", bearer: token);

    private static Task<string> AccountAsync(AccountBrowser person) => person.TryAsync("POST", "/api/account/passkeys/options");

    private static async Task<string> DoorAsync(House house, StagedMeeting meeting, KeyPair by)
    {
        await using var somebody = await ProtocolClient.ConnectAsync(house, meeting);
        return (await somebody.TryJoinAsync(by)).Code ?? "open";
    }

    private static async Task<string> TokenOfHostAsync(House house, StagedMeeting meeting)
    {
        await using var host = await ProtocolClient.ConnectAsync(house, meeting);
        return (await host.TryJoinAsync(meeting.Host)).Error.GetProperty("notice").GetString()!;
    }

    private static async Task AddLinkAsync(House house, StagedMeeting meeting, KeyPair link)
    {
        using var body = new StringContent(meeting.Link(link).ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await house.Http.PostAsync(new Uri($"/api/meetings/{meeting.Id.Text}/links", UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
    }
}
