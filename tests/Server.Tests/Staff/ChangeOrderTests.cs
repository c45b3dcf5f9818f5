// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json.Nodes;
using Vigil.Orders.Approvals;
using Vigil.Server.Serving;
using Vigil.Server.Tests.Support;
using Vigil.Tlog.Entries;

namespace Vigil.Server.Tests.Staff;

/// <summary>Changes of what the rules rest on: slow, open to vetoes, and done by the server itself when their time has come.</summary>
public class ChangeOrderTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromHours(72);

    [Fact]
    public async Task A_new_roster_is_in_force_after_its_delay()
    {
        await using var office = await Office.OpenAsync();
        var roster = Encoding.UTF8.GetString(TestJson.Roster([.. office.Staff.Values.Where(member => member.Id != "hal")]));
        await office.SignInAsync("hal");
        await office.OrderAsync(office.NewDraft("roster.change").To(roster), "ben", "dee", "fay");
        await office.PassAsync(Delay - TimeSpan.FromSeconds(1));
        Assert.NotNull(office.Orders.Roster!.Find("hal"));
        await office.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Null(office.Orders.Roster!.Find("hal"));
        Assert.EndsWith("action.authorised roster.change", office.Course(), StringComparison.Ordinal);
        await office.RestartAsync();
        Assert.Null(office.Orders.Roster!.Find("hal"));
        Assert.Equal(Encoding.UTF8.GetBytes(roster), (await office.DeskAsync()).GetProperty("roster").GetProperty("value").GetBytesFromBase64());
        Assert.Empty(office.Audit());
    }

    [Fact]
    public async Task Whose_key_left_the_roster_has_no_desk_any_more()
    {
        // Short enough for a session of eight hours to be there still.
        await using var office = await Office.OpenAsync();
        var roster = Encoding.UTF8.GetString(TestJson.Roster([.. office.Staff.Values.Where(member => member.Id != "hal")]));
        await office.OrderAsync(office.NewDraft("roster.change").To(roster), "ben", "dee", "fay");
        office.Time.Jump(Delay - TimeSpan.FromHours(1));
        await office.SignInAsync("hal");
        Assert.Equal("200", (await office.AtDeskAsync("hal", "GET", "")).Text);
        office.Time.Jump(TimeSpan.FromHours(1));
        await office.Server.LookAsync();
        Assert.Equal("401 signed_out", (await office.AtDeskAsync("hal", "GET", "")).Text);
    }

    [Fact]
    public async Task Two_vetoes_stop_a_change_and_each_is_a_signature()
    {
        await using var office = await Office.OpenAsync();
        var draft = office.NewDraft("policy.change").To(Encoding.UTF8.GetString(TestJson.Standard(policy => policy["per_day"] = 20)));
        var order = await office.OrderAsync(draft, "ben", "dee", "fay");
        Assert.Equal("422 refused: wrong_challenge", (await VetoAsync(office, order, "gus", office.Staff["gus"].Sign(SigningPurpose.Approve, draft.Bytes))).Text);
        Assert.Equal("200", (await VetoAsync(office, order, "gus", office.Staff["gus"].Sign(SigningPurpose.Veto, draft.Bytes))).Text);
        Assert.Equal("422 refused: same_person", (await VetoAsync(office, order, "gus", office.Staff["gus"].Sign(SigningPurpose.Veto, draft.Bytes))).Text);
        Assert.Equal("200", (await VetoAsync(office, order, "hal", office.Staff["hal"].Sign(SigningPurpose.Veto, draft.Bytes))).Text);
        Assert.Equal("vetoed", (await office.DeskAsync()).GetProperty("orders")[0].GetProperty("why").GetString());
        Assert.Equal("404 not_found", (await VetoAsync(office, draft.Proposal.Id, "hal", office.Staff["hal"].Sign(SigningPurpose.Veto, draft.Bytes))).Text);
        await office.PassAsync(Delay);
        Assert.DoesNotContain("policy.change", office.Course(), StringComparison.Ordinal);
        Assert.Empty(office.Audit());
    }

    [Fact]
    public async Task A_promised_statement_and_a_new_key_are_published_as_they_were_approved()
    {
        await using var office = await Office.OpenAsync();
        await office.OrderAsync(office.NewDraft("statement.publish").To($"Nobody has asked us to stay silent.\n{EntryTime.ToText(office.Now.AddDays(30))}"), "ben", "dee", "fay");
        var said = office.Entries()[^1];
        Assert.Equal((EntryTypes.Statement, "Nobody has asked us to stay silent."), (said.Type, said.Body.GetProperty("text").GetString()));
        var key = office.Server.PublicLog.Key.ToString();
        await office.OrderAsync(office.NewDraft("key.change").To($"release\n{key}"), "ben", "dee", "fay");
        await office.PassAsync(Delay);
        Assert.Equal("release", office.Entries()[^1].Body.GetProperty("purpose").GetString());
        Assert.Empty(office.Audit());
    }

    [Theory]
    [InlineData("roster.change", "{}", "roster_malformed")]
    [InlineData("policy.change", "[]", "policy_malformed")]
    [InlineData("witness.change", "nothing", "payload_mismatch")]
    [InlineData("key.change", "hub\nno key", "payload_mismatch")]
    [InlineData("statement.publish", "without a date", "payload_mismatch")]
    public async Task What_no_entry_could_say_is_not_put_before_anybody(string action, string payload, string reason)
    {
        await using var office = await Office.OpenAsync();
        Assert.Equal($"422 refused: {reason}", (await office.NewDraft(action).To(payload).ProposeAsync()).Text);
        var draft = office.NewDraft(action).To(payload);
        draft.Payload = "another";
        Assert.Equal("400 malformed", (await draft.ProposeAsync()).Text);
    }

    [Fact]
    public async Task Other_witnesses_need_an_order_and_the_start_says_so()
    {
        await using var office = await Office.OpenAsync();
        var (file, other) = (Path.Combine(office.Data, "policy"), Path.Combine(office.Data, "other"));
        File.WriteAllText(file, "quorum none\n");
        File.WriteAllText(other, "# we thought better of it\nquorum none\n");
        await office.StopAsync();
        // The first policy says what was so from the beginning; another one is somebody's decision.
        await office.StartAsync(policyFile: file);
        await office.StopAsync();
        var refusal = await Assert.ThrowsAsync<StartException>(() => office.StartAsync(policyFile: other));
        Assert.Contains("done without an order", refusal.Message, StringComparison.Ordinal);
        await office.StartAsync(policyFile: file);
        var text = $"log {office.Server.PublicLog.Key}\n{File.ReadAllText(other)}";
        await office.OrderAsync(office.NewDraft("witness.change").To(text), "ben", "dee", "fay");
        await office.PassAsync(Delay);
        await office.StopAsync();
        await office.StartAsync(policyFile: other);
        Assert.Equal((EntryTypes.WitnessChange, text), (office.Entries()[^1].Type, office.Entries()[^1].Body.GetProperty("policy").GetString()));
        await office.RestartAsync(policyFile: other);
        Assert.Empty(office.Audit());
    }

    private static Task<Reply> VetoAsync(Office office, string order, string who, Assertion by) =>
        office.AtDeskAsync(who, "POST", $"/orders/{order}/veto", new JsonObject { ["by"] = Office.Json(by) });
}
