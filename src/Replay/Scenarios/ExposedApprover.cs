// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Vigil.Orders.Proposals;
using Vigil.Replay.Cast;
using Vigil.Replay.Stage;
using Vigil.Replay.Staff;
using Vigil.Replay.Telling;
using Vigil.Server.Staff;
using Vigil.Tlog.Entries;

namespace Vigil.Replay.Scenarios;

/// <summary>Act 11: people whom the state that asks can press take part in deciding what it asks for.</summary>
internal sealed class ExposedApprover : Scenario
{
    private static readonly TimeSpan Delay = TimeSpan.FromHours(72), CoolDown = TimeSpan.FromDays(30);

    public override int Act => 11;

    public override string Name => "exposed-approver";

    public override string Happened => "Staff within reach of the state that asked had power over people everywhere.";

    public override Means Needs => Means.OwnServer;

    public override async Task PlayAsync(Scene scene, Story story)
    {
        var house = await scene.OwnHouseAsync(ago: TimeSpan.FromDays(60));
        var auditor = await scene.AuditorAsync(house);
        using var person = new AccountBrowser(house);
        await person.CreateAccountAsync(person.NewPasskey());
        var account = (await person.AccountAsync())!.Value.GetProperty("id").GetString()!;
        var china = await AskAsync(house, new Demand("CN"));
        var court = await AskAsync(house, new Demand("DE", "court-order"));

        await RefusedAsync(house, story, await DiscloseAsync(house, account, china), "eve", "exposed", "is a citizen of the state that asks");
        await RefusedAsync(house, story, await DiscloseAsync(house, account, china), "gus", "exposed", "lives where another state answers to the one that asks");
        await RefusedAsync(house, story, await EndAsync(house, court), "fay", "exposed", "lives in the state that asks");
        await RefusedAsync(house, story, await EndAsync(house, court), "gus", "exposed", "is employed in the state that asks");
        await OtherCountryAsync(house, story, account, china);
        await ByTheTableAsync(house, story, account, china);
        await BecomesAnotherAsync(house, story, account, china);
        var audit = await auditor.AuditAsync();
        story.Blocked("(for comparison) whoever recomputes all this from the log finds it in order", "vigil audit", audit.IsGood, audit.Text);
    }

    private static async Task<Requester> AskAsync(House house, Demand demand) => demand.AsRequester(await demand.RecordAsync(house));

    private static async Task<Draft> DiscloseAsync(House house, string account, Requester requester) =>
        (await house.DraftAsync("data.disclose", account)).With(p => p with { Key = Disclosure.NewKey().PublicKey, Ground = "law:binding-request", Requester = requester, Reviewer = "hal" });

    private static async Task<Draft> EndAsync(House house, Requester requester)
    {
        var draft = (await house.DraftAsync("meeting.end", (await house.CreateMeetingAsync()).Id.Text)).With(p => p with { Ground = "law:court-order", Requester = requester, Reviewer = "hal" });
        draft.Case!["legalGround"] = "Section 1";
        return draft;
    }

    private static async Task RefusedAsync(House house, Story story, Draft draft, string who, string reason, string because)
    {
        var proposed = await draft.ProposeAsync();
        var before = await house.Log.SizeAsync();
        var reply = await house.Desk.ApproveAsync(draft, who);
        var known = await house.Log.WaitForAsync(before, entry => LoggedAttempt.Says(entry, reason, who));
        story.Visible($"{draft.Proposal.Traits.Name}: {who} approves, who {because}", $"desk of {who}", proposed.Status == 201 && reply.Text == $"422 refused: {reason}", known, reply.Text);
    }

    private static async Task OtherCountryAsync(House house, Story story, string account, Requester china)
    {
        var draft = await DiscloseAsync(house, account, china with { Country = "FR" });
        var before = await house.Log.SizeAsync();
        var reply = await draft.ProposeAsync();
        var known = await house.Log.WaitForAsync(before, entry => LoggedAttempt.Says(entry, "requester_mismatch", "ann"));
        story.Visible("the proposal names another state, to which nobody is exposed", "desk of ann", reply.Text == "422 refused: requester_mismatch", known, reply.Text);
    }

    /// <summary>Her approval is put among the others behind the server's back.</summary>
    private static async Task ByTheTableAsync(OwnHouse house, Story story, string account, Requester china)
    {
        var draft = await DiscloseAsync(house, account, china);
        await draft.ProposeAsync();
        var hers = house.Staff["eve"].Sign(Orders.Approvals.SigningPurpose.Approve, draft.Bytes);
        house.Database.Change("INSERT INTO staff_approval (proposal, credential, assertion) VALUES ($p, $c, $a)",
            ("$p", draft.Proposal.Id), ("$c", hers.CredentialId), ("$a", DeskClient.Json(hers).ToJsonString()));
        await house.Desk.ApproveAsync(draft, "ben");
        var second = await house.Desk.ApproveAsync(draft, "cho");
        var isOrder = second.Status != 200 || second.Body.GetProperty("order").ValueKind == System.Text.Json.JsonValueKind.String;
        story.Blocked("her signature is written beside two good ones", "database", !isOrder, isOrder ? $"it counted: {second.Text}" : "two count, hers does not: no order");
        // The same two and one more who may: what was missing was a person, and nothing else.
        var third = await house.Desk.ApproveAsync(draft, "dee");
        var counts = third.Status == 200 && third.Body.GetProperty("order").ValueKind == System.Text.Json.JsonValueKind.String;
        story.Blocked("(for comparison) a third approves whom that state cannot press", "a legitimate order", counts, counts ? "an order" : third.Text);
    }

    /// <summary>The roster is to say that she is no citizen there: slowly, before everybody's eyes, and not by date.</summary>
    private static async Task BecomesAnotherAsync(OwnHouse house, Story story, string account, Requester china)
    {
        var before = await house.Log.SizeAsync();
        // Her record is new from a time on that lies between the proposal and the change.
        var changed = Harmless(house.Staff["eve"], house.Clock.AddMinutes(1));
        var backdated = await house.OrderAsync((await house.DraftAsync("roster.change")).To(RosterWith(house, changed.From(StagedSite.Begin))), "ben", "dee", "fay");
        await house.OrderAsync((await house.DraftAsync("roster.change")).To(RosterWith(house, changed)), "ben", "dee", "fay");
        var known = await house.Log.WaitForAsync(before, entry => entry.Type == "action.authorised");
        await RefusedAsync(house, story, await DiscloseAsync(house, account, china), "eve", "exposed", "is to be removed from that state's reach, as three have just signed");

        house.Database.Change("UPDATE staff_payload SET payload = $roster", ("$roster", RosterWith(house, changed.From(StagedSite.Begin))));
        await house.PassAsync(Delay - TimeSpan.FromMinutes(1));
        var early = (await house.Log.EntriesAsync(before)).Any(entry => entry.Type == "roster.change");
        story.Visible("the change is to hold at once, or to be one that nobody signed", "database", !early, known, $"it is announced in the public log and waits {Delay.TotalHours:0} hours, in which two can stop it");
        // Put back: what was signed has to be there to hold.
        house.Database.Change("UPDATE staff_payload SET payload = $roster WHERE proposal != (SELECT min(proposal) FROM staff_payload)", ("$roster", RosterWith(house, changed)));
        await house.PassAsync(TimeSpan.FromMinutes(1));
        var refused = await house.Log.WaitForAsync(before, entry => IsBackdated(entry, backdated));
        var holds = (await house.Log.EntriesAsync(before)).Count(entry => entry.Type == "roster.change");
        story.Visible("three sign a roster in which she never was a citizen there", "desks of four", holds == 1, refused,
            $"{(refused is null ? "not refused" : "refused as backdated, in the public log")}; of the two that were signed {holds} hold");

        await RefusedAsync(house, story, await DiscloseAsync(house, account, china), "eve", "cooling_down", "was freed of it by a new roster, three days after it was announced");
        await house.PassAsync(CoolDown - TimeSpan.FromMinutes(1));
        await RefusedAsync(house, story, await DiscloseAsync(house, account, china), "eve", "cooling_down", "waits for the last minute of thirty days");
        await house.PassAsync(TimeSpan.FromMinutes(1));
        var draft = await DiscloseAsync(house, account, china);
        await draft.ProposeAsync();
        var reply = await house.Desk.ApproveAsync(draft, "eve");
        story.Blocked("(for comparison) after all that time she counts", "desk of eve", reply.Status == 200, reply.Text);
    }

    private static bool IsBackdated(LogEntry entry, string id) =>
        entry.Type == "action.refused" && entry.Body.TryGetProperty("order", out var order) && order.GetString() == id && entry.Body.GetProperty("reasons")[0].GetString() == "backdated";

    private static KeyedMember Harmless(KeyedMember member, DateTimeOffset since) => member.As(member.Roles, [.. member.Jurisdictions[..2]]).From(since);

    private static string RosterWith(OwnHouse house, KeyedMember changed) => Encoding.UTF8.GetString(StaffDocuments.Roster(house.Staff.Values.Select(member => member.Id == changed.Id ? changed : member)));
}
