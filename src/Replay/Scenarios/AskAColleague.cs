// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using Vigil.Orders.Proposals;
using Vigil.Replay.Cast;
using Vigil.Replay.Stage;
using Vigil.Replay.Staff;
using Vigil.Replay.Telling;
using Vigil.Server.Staff;

namespace Vigil.Replay.Scenarios;

/// <summary>Act 6: data that one member of the staff cannot reach, by way of colleagues who do him a favour.</summary>
internal sealed class AskAColleague : Scenario
{
    private static readonly string[] Actions = ["data.read", "data.disclose"];

    public override int Act => 6;

    public override string Name => "ask-a-colleague";

    public override string Happened => "He asked colleagues for data that he could not reach himself.";

    public override Means Needs => Means.OwnServer;

    public override async Task PlayAsync(Scene scene, Story story)
    {
        var house = await scene.OwnHouseAsync();
        using var person = new AccountBrowser(house);
        await person.CreateAccountAsync(person.NewPasskey());
        var account = (await person.AccountAsync())!.Value.GetProperty("id").GetString()!;
        var demand = new Demand("CN");
        var requester = demand.AsRequester(await demand.RecordAsync(house));

        var favours = new List<Draft>();
        foreach (var action in Actions)
        {
            favours.Add(await TooFewAsync(house, story, await ProposalAsync(house, action, account), ["ben", "gus"], "too_few_approvals", "two colleagues do him the favour"));
            // Ann and Fay live in DE, and Gus is employed there.
            favours.Add(await TooFewAsync(house, story, await ProposalAsync(house, action, account, "hal"), ["ann", "fay", "gus"], "too_few_jurisdictions", "three whom one state can press do it"));
            // Eve is a citizen of CN; Gus lives in HK, which answers to the same.
            await ExposedAsync(house, story, await ProposalAsync(house, action, account, requester: requester), ["eve", "gus"]);
        }
        await ByHimselfAsync(house, story, account);
        await NoSecretAsync(house, story, favours);
        await WithAnOrderAsync(house, story, account, person);
    }

    private static async Task<Draft> ProposalAsync(House house, string action, string account, string by = "ann", Requester? requester = null)
    {
        var draft = (await house.DraftAsync(action, account, by)).With(p => p with { Recipient = action == "data.read" ? "dee" : p.Recipient });
        if (action == "data.disclose") { draft.With(p => p with { Key = Disclosure.NewKey().PublicKey }); }
        return requester is null ? draft : draft.With(p => p with { Ground = "law:binding-request", Requester = requester });
    }

    /// <summary>Approvals that are good, each for itself, and not enough together.</summary>
    private static async Task<Draft> TooFewAsync(House house, Story story, Draft draft, string[] colleagues, string reason, string tried)
    {
        var before = await house.Log.SizeAsync();
        var proposed = await draft.ProposeAsync();
        var missing = "";
        foreach (var who in colleagues)
        {
            var reply = await house.Desk.ApproveAsync(draft, who);
            missing = reply.Status == 200 ? string.Join(' ', reply.Body.GetProperty("missing").EnumerateArray()) : reply.Text;
        }
        var known = await house.Log.WaitForAsync(before, entry => entry.Type == "action.proposed" && entry.Id == draft.Proposal.Id);
        // He takes what he can get: there is no order, so he names the proposal.
        var taken = await house.Desk.AtDeskAsync("dee", "POST", $"/orders/{draft.Proposal.Id}/{(draft.Proposal.Key is null ? "read" : "disclose")}", new JsonObject());
        story.Visible($"{draft.Proposal.Traits.Name}: {tried}", "desks of " + string.Join(", ", [draft.Proposal.Proposer, .. colleagues]),
            proposed.Status == 201 && missing == reason && taken.Status == 422, known, $"no order, for {missing}; the data: {taken.Text}; what was proposed is in the public log, signed");
        return draft;
    }

    private static async Task ExposedAsync(House house, Story story, Draft draft, string[] colleagues)
    {
        await draft.ProposeAsync();
        foreach (var who in colleagues)
        {
            var before = await house.Log.SizeAsync();
            var reply = await house.Desk.ApproveAsync(draft, who);
            var known = await house.Log.WaitForAsync(before, entry => LoggedAttempt.Says(entry, "exposed", who));
            story.Visible($"{draft.Proposal.Traits.Name}: {who}, whom the state that asks can press, approves it", $"desk of {who}", reply.Text == "422 refused: exposed", known, reply.Text);
        }
    }

    /// <summary>He is to have the data himself: by his own proposal, his own approval, and by another's order.</summary>
    private static async Task ByHimselfAsync(House house, Story story, string account)
    {
        var own = (await house.DraftAsync("data.read", account)).With(p => p with { Recipient = "ann" });
        await RefusedAsync(house, story, "he proposes that he reads it himself", "ann", "same_hands", () => own.ProposeAsync());
        var draft = (await ProposalAsync(house, "data.read", account)).With(p => p with { Reviewer = "cho" });
        await draft.ProposeAsync();
        await RefusedAsync(house, story, "he approves what he has proposed", "ann", "is_proposer", () => house.Desk.ApproveAsync(draft, "ann"));
        await RefusedAsync(house, story, "who is to have the data approves", "dee", "is_recipient", () => house.Desk.ApproveAsync(draft, "dee"));
    }

    private static async Task RefusedAsync(House house, Story story, string tried, string who, string reason, Func<Task<Reply>> act)
    {
        var before = await house.Log.SizeAsync();
        var reply = await act();
        var known = await house.Log.WaitForAsync(before, entry => LoggedAttempt.Says(entry, reason, who));
        story.Visible(tried, $"desk of {who}", reply.Text == $"422 refused: {reason}", known, $"{reply.Text}; the attempt is in the public log, with {who}'s name");
    }

    private static async Task NoSecretAsync(OwnHouse house, Story story, List<Draft> favours)
    {
        var before = await house.Log.SizeAsync();
        await house.PassAsync(TimeSpan.FromDays(7));
        var said = (await house.Log.EntriesAsync(before)).Where(entry => entry.Type == "action.refused").ToArray();
        var named = favours.Count(draft => said.Any(entry => entry.Body.TryGetProperty("proposal", out var p) && p.GetBytesFromBase64().AsSpan().SequenceEqual(draft.Bytes)
            && entry.Body.TryGetProperty("approvals", out var by) && by.GetArrayLength() >= 2));
        story.Blocked("that they were willing stays among them", "waiting until the proposals are over (7 days)", named == favours.Count,
            $"the log names the approvers of {named} of {favours.Count} favours that came to nothing");
    }

    /// <summary>The rules that refused all this do let an order through: once, to the one whom it names, and the person sees it.</summary>
    private static async Task WithAnOrderAsync(OwnHouse house, Story story, string account, AccountBrowser person)
    {
        var draft = await ProposalAsync(house, "data.read", account);
        var order = await house.OrderAsync(draft, "ben", "cho", "fay");
        await RefusedAsync(house, story, "he takes what an order gives to somebody else", "ann", "not_yours", () => ReadAsync(house, order, "ann"));
        var read = await ReadAsync(house, order, "dee");
        var hasData = read.Status == 200 && read.Body.GetProperty("data").GetProperty("account").GetString() == account;
        await RefusedAsync(house, story, "who has read reads again", "dee", "already_used", () => ReadAsync(house, order, "dee"));
        var looks = (await person.SendAsync("GET", "/api/my-data")).Body.GetProperty("looks").GetArrayLength();
        story.Blocked("(for comparison) three people of different states and lines let Dee read once", "a legitimate order", hasData && looks == 1,
            hasData ? $"read, and the person concerned sees {looks} look at the account" : $"the order does not work: {read.Text}");
    }

    private static Task<Reply> ReadAsync(House house, string order, string who) => house.Desk.AtDeskAsync(who, "POST", $"/orders/{order}/read", new JsonObject());
}
