// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vigil.Orders.Approvals;
using Vigil.Replay.Cast;
using Vigil.Replay.Stage;
using Vigil.Replay.Staff;
using Vigil.Replay.Telling;
using Vigil.Tlog.Entries;

namespace Vigil.Replay.Scenarios;

/// <summary>Act 14: afterwards somebody asks what one member of the staff did, with whom, and to whom.</summary>
internal sealed class Investigate : Scenario
{
    private const string Suspect = "ann";

    public override int Act => 14;

    public override string Name => "investigate";

    public override string Happened => "When it was over, his company investigated itself.";

    public override Means Needs => Means.OwnServer;

    public override async Task PlayAsync(Scene scene, Story story)
    {
        var house = await scene.OwnHouseAsync(ago: TimeSpan.FromDays(30));
        var auditor = await scene.AuditorAsync(house);
        using var person = new AccountBrowser(house);
        await person.CreateAccountAsync(person.NewPasskey());
        var account = (await person.AccountAsync())!.Value.GetProperty("id").GetString()!;
        var done = await WorkAsync(house, account);

        // What the server keeps of it is gone, and with it what anybody there could add or leave out.
        foreach (var table in new[] { "staff_case", "staff_approval", "staff_payload", "staff_appeal" }) { house.Database.Change($"DELETE FROM {table}"); }
        var watch = Story.Watch();
        var acts = await ActsOfAsync(auditor, Suspect);
        var found = acts.Select(Words).ToArray();
        var (missing, extra) = (done.Except(found).ToArray(), found.Except(done).ToArray());
        var isWhole = missing.Length == 0 && extra.Length == 0 && found.Length == done.Count;
        story.Visible($"{Suspect} did {done.Count} things, and what the database held of them is deleted", "database", isWhole, isWhole ? watch() : null,
            isWhole ? $"vigil audit --by {Suspect} lists all {found.Length}, each with who else signed" : $"missing: {string.Join("; ", missing)}; nobody did: {string.Join("; ", extra)}");

        await WhomAsync(house, story, acts, person, account);
        await InOthersNamesAsync(house, story, auditor);
        var nobody = await ActsOfAsync(auditor, "gus");
        story.Blocked("(for comparison) somebody who did nothing", $"vigil audit --by gus", nobody.Count == 0, $"{nobody.Count} acts");
    }

    /// <summary>Some weeks of a member of the staff: each thing that was done, in the words in which the log is to tell it.</summary>
    private static async Task<List<string>> WorkAsync(OwnHouse house, string account)
    {
        var done = new List<string>();
        // Ends a meeting, with three others.
        var meeting = await house.CreateMeetingAsync();
        var end = (await house.DraftAsync("meeting.end", meeting.Id.Text)).With(p => p with { Reviewer = "hal" });
        var order = await house.OrderAsync(end, "ben", "dee", "fay");
        done.Add("proposed meeting.end");
        // Tries it alone.
        var alone = (await house.DraftAsync("meeting.end", meeting.Id.Text)).With(p => p with { Reviewer = "hal" });
        await alone.ProposeAsync();
        done.Add("proposed meeting.end");
        await house.Desk.ApproveAsync(alone, Suspect);
        done.Add("approved in vain meeting.end: is_proposer");
        // Helps a colleague to somebody's data, and wants them, too.
        var look = (await house.DraftAsync("data.read", account, "hal")).With(p => p with { Recipient = "dee", Reviewer = "fay" });
        var read = await house.OrderAsync(look, "ann", "ben", "cho");
        done.Add("approved data.read with ben,cho");
        await house.Desk.AtDeskAsync(Suspect, "POST", $"/orders/{read}/read", new JsonObject());
        done.Add("tried data.read: not_yours");
        await house.Desk.AtDeskAsync("dee", "POST", $"/orders/{read}/read", new JsonObject());
        // Stops a change, notes a call, gives the meeting back.
        var change = (await house.DraftAsync("policy.change", by: "hal")).To(Encoding.UTF8.GetString(StaffDocuments.Standard(policy => policy["per_day"] = 20)));
        var changed = await house.OrderAsync(change, "ben", "dee", "fay");
        await house.Desk.AtDeskAsync(Suspect, "POST", $"/orders/{changed}/veto", new JsonObject { ["by"] = DeskClient.Json(house.Staff[Suspect].Sign(SigningPurpose.Veto, change.Bytes)) });
        done.Add("vetoed policy.change");
        await (new Demand("CN", "informal") { SignedBy = Suspect }).RecordAsync(house);
        done.Add("recorded");
        await house.PassAsync(TimeSpan.FromMinutes(15));
        var back = (await house.DraftAsync("order.reverse")).With(p => p with { Target = order });
        await house.Desk.AtDeskAsync(Suspect, "POST", "/undo", new JsonObject { ["proposal"] = Convert.ToBase64String(back.Bytes), ["by"] = DeskClient.Json(house.Staff[Suspect].Sign(SigningPurpose.Approve, back.Bytes)) });
        done.Add("approved order.reverse");
        // Approves what comes to nothing.
        var vain = (await house.DraftAsync("account.suspend", account, "hal")).With(p => p with { Reviewer = "fay", Until = p.Time.AddDays(30) });
        await vain.ProposeAsync();
        await house.Desk.ApproveAsync(vain, Suspect);
        await house.Desk.ApproveAsync(vain, "ben");
        await house.PassAsync(TimeSpan.FromDays(8));
        done.Add("approved in vain account.suspend with ben: too_few_approvals too_late");
        return done;
    }

    /// <summary>The log says that somebody is concerned, and only the person can tell that it is they.</summary>
    private static async Task WhomAsync(House house, Story story, IReadOnlyList<JsonElement> acts, AccountBrowser person, string account)
    {
        var listed = acts.Single(act => Words(act).StartsWith("approved data.read", StringComparison.Ordinal)).GetProperty("subject").GetString()!;
        var token = (await person.AccountAsync())!.Value.GetProperty("notices")[0].GetString()!;
        var subject = (await house.Desk.SendAsync("GET", "/api/notice", bearer: token)).Body.GetProperty("subject");
        var salt = subject.GetProperty("salt").GetBytesFromBase64();
        var (mine, without) = (Commit(salt, account), Commit(new byte[SubjectSalt.Length], account));
        story.Blocked("whoever reads the log learns whose data it was", "the public log", listed == mine && listed != without,
            listed == mine ? "the person concerned recognises the look, with the salt from the notice; without it the same account gives another value" : "not even the person concerned recognises it");
    }

    /// <summary>An attempt that carries a colleague's key id is not the colleague's.</summary>
    private static async Task InOthersNamesAsync(House house, Story story, Auditor auditor)
    {
        var draft = await house.DraftAsync("meeting.end", (await house.CreateMeetingAsync()).Id.Text, Suspect);
        await draft.ProposeAsync();
        var forged = DeskClient.Json(house.Desk.Staff[Suspect].Sign(SigningPurpose.Approve, draft.Bytes));
        forged["cred"] = Convert.ToBase64String(house.Desk.Staff["gus"].CredentialId);
        var before = await house.Log.SizeAsync();
        await house.Desk.AtDeskAsync(Suspect, "POST", $"/proposals/{draft.Proposal.Id}/approvals", new JsonObject { ["by"] = forged });
        var known = await house.Log.WaitForAsync(before, entry => LoggedAttempt.Says(entry, "bad_signature", Suspect));
        var last = Words((await ActsOfAsync(auditor, Suspect))[^1]);
        story.Visible($"{Suspect} puts it on a colleague", "own desk, the colleague's key id", last == "tried meeting.end: bad_signature", known, $"listed as {Suspect}'s: {last}");
    }

    private static async Task<IReadOnlyList<JsonElement>> ActsOfAsync(Auditor auditor, string member)
    {
        var audit = await auditor.AuditAsync("--by", member);
        return audit.IsGood ? [.. audit.Verdict.GetProperty("by").GetProperty("acts").EnumerateArray()] : throw new InvalidOperationException(audit.Text);
    }

    private static string Words(JsonElement act)
    {
        string Texts(string name, string before, string between)
        {
            string[] texts = [.. act.GetProperty(name).EnumerateArray().Select(text => text.GetString()!).Order(StringComparer.Ordinal)];
            return texts.Length == 0 ? "" : before + string.Join(between, texts);
        }
        var action = act.TryGetProperty("action", out var named) ? $" {named.GetString()}" : "";
        return $"{act.GetProperty("deed").GetString()}{action}{Texts("others", " with ", ",")}{Texts("reasons", ": ", " ")}";
    }

    private static string Commit(byte[] bytes, string account)
    {
        using var salt = new SubjectSalt(bytes);
        return Convert.ToBase64String(SubjectCommitment.Compute(salt, "account", account));
    }
}
