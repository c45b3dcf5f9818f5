// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using Vigil.Orders.Approvals;
using Vigil.Orders.Entries;
using Vigil.Orders.Proposals;
using Vigil.Orders.Tests.Support;
using Vigil.Tlog.Entries;

namespace Vigil.Orders.Tests.Rules;

/// <summary>The course of an order from proposal to act, and every way to leave it.</summary>
public sealed class CourseTests
{
    private readonly World _world = new(World.EightPeople());

    private static readonly string[] Usual = ["ben", "dee", "fay"];

    public static TheoryData<string, string> Contents => new()
    {
        { "usual", "" },
        { "another log", "wrong_log" },
        { "another policy", "stale_policy" },
        { "another roster", "stale_roster" },
        { "ground of staff", "ground_not_for_action" },
        { "ground for data only", "ground_not_for_action" },
        { "court order asked by a user", "ground_not_for_action" },
        { "evidence E2", "evidence_too_weak" },
        { "no evidence", "evidence_too_weak" },
        { "harm without evidence", "evidence_too_weak" },
        { "request not in the register", "unknown_request" },
        { "request of another country", "requester_mismatch" },
        { "request of another kind", "requester_mismatch" },
        { "court order", "" },
        { "warrant", "" },
        { "court order that is an e-mail", "not_a_court_order" },
        { "court order of a foreign court", "foreign_court" },
        { "court order under seal", "request_sealed" },
        { "unknown reviewer", "unknown_member: zoe" },
        { "unknown reporter", "unknown_member: zoe" },
        { "reporter reviews", "same_hands: ben" },
        { "not before its time", "bad_window: expires" },
        { "no time at all", "bad_window: expires" },
        { "window too long", "window_too_long" },
        { "ratifies nothing", "unknown_target" },
        { "ratifies an order", "unknown_target" },
        { "made eleven minutes ago", "premature" },
    };

    [Theory]
    [MemberData(nameof(Contents))]
    public void What_is_proposed_is_within_the_rules_or_refused(string change, string reasons)
    {
        var p = Change(_world.Draft("meeting.end"), change);
        Expect(reasons, _world.Proposed(p));
        if (reasons.Length > 0) { Assert.Contains("unknown_proposal", World.Texts(_world.Apply(_world.Authorised(p, Usual))), StringComparison.Ordinal); }
    }

    [Fact]
    public void Three_people_in_two_jurisdictions_end_a_meeting_once()
    {
        var order = _world.Order(_world.Draft("meeting.end"), Usual);
        Expect("no_notice", _world.Executed(order));
        _world.Must(_world.Notice(order));
        Wait(TimeSpan.FromSeconds(899));
        Expect("notice_too_late", _world.Executed(order));
        Wait(TimeSpan.FromSeconds(1));
        Assert.Empty(_world.Log.CheckAct(order, _world.Now));
        _world.Must(_world.Executed(order));
        Expect("already_used", _world.Executed(order));
        Assert.Equal(Usual, _world.Log.FindOrder(order)!.Approvers);
    }

    [Fact]
    public void A_proposal_is_its_proposers_and_becomes_one_order()
    {
        var p = _world.Draft("meeting.end");
        Expect("not_signed: ann", _world.Proposed(p, by: "ben"));
        Expect("unknown_proposal", _world.Authorised(p, Usual));
        _world.Must(_world.Proposed(p));
        _world.Must(_world.Authorised(p, Usual));
        Expect("already_authorised", _world.Authorised(p, Usual));
        var approval = _world.Staff["ann"].Sign(SigningPurpose.Approve, p.ToBytes());
        Expect("wrong_challenge: ann", OrderEntries.Proposed(p, p.ToBytes(), approval, _world.Now));
    }

    [Fact]
    public void An_order_is_good_in_its_window_only()
    {
        var p = _world.Draft("statement.publish") with { NotBefore = _world.Now.AddHours(2), Expires = _world.Now.AddHours(3), Payload = Sha("x\n2026-02-01T00:00:00Z") };
        var order = _world.Order(p, "ben", "dee", "fay");
        Assert.Equal("too_early", World.Texts(_world.Log.CheckAct(order, _world.Now.AddHours(2).AddSeconds(-1))));
        Assert.Equal("", World.Texts(_world.Log.CheckAct(order, _world.Now.AddHours(2))));
        Assert.Equal("too_late", World.Texts(_world.Log.CheckAct(order, _world.Now.AddHours(3))));
        Assert.Equal("unknown_order", World.Texts(_world.Log.CheckAct(_world.NewId(), _world.Now)));
        Expect("not_expired: unused", Expired(order, "unused"));
        Wait(TimeSpan.FromHours(3));
        _world.Must(Expired(order, "unused"));
        Expect("expired", Expired(order, "unused"));
        var late = _world.Draft("meeting.end");
        _world.Must(_world.Proposed(late));
        Wait(TimeSpan.FromDays(7));
        Expect("too_late", _world.Authorised(late, Usual));
    }

    [Fact]
    public void A_changed_roster_makes_orders_lapse_and_new_people_wait()
    {
        var order = _world.Order(_world.Draft("meeting.end"), Usual);
        _world.Must(_world.Notice(order));
        var waiting = _world.Draft("meeting.end");
        _world.Must(_world.Proposed(waiting));
        var newcomer = new TestMember("ida", "trustee", "NO NO", "ngo") { Since = _world.Now };
        _world.ChangeRoster([.. _world.Staff.Values, newcomer]);
        Expect("lapsed", _world.Executed(order));
        Expect("stale_roster", _world.Authorised(waiting, Usual));
        var p = _world.Draft("meeting.end");
        _world.Must(_world.Proposed(p));
        Expect("cooling_down: ida, too_few_approvals: 2 of 3", _world.Authorised(p, "ben", "dee", "ida"));
    }

    [Theory]
    [InlineData("new key")]
    [InlineData("jurisdiction")]
    [InlineData("role")]
    [InlineData("line")]
    public void Whoever_changes_waits_again(string what)
    {
        var fay = _world.Staff["fay"];
        var changed = new TestMember("fay", what == "role" ? "trustee legal" : "trustee", what == "jurisdiction" ? "CH DE" : "DE DE", what == "line" ? "new" : "out")
        {
            Since = _world.Now,
        };
        Assert.Equal("out", fay.Line);
        _world.ChangeRoster([.. _world.Staff.Values.Where(m => m.Id != "fay"), changed]);
        var p = _world.Draft("meeting.end");
        _world.Must(_world.Proposed(p));
        Expect("cooling_down: fay, too_few_approvals: 2 of 3", _world.Authorised(p, Usual));
        Wait(TimeSpan.FromDays(30));
        p = _world.Draft("meeting.end");
        _world.Must(_world.Proposed(p));
        Expect("", _world.Authorised(p, Usual));
    }

    [Fact]
    public void Changes_wait_three_days_and_two_vetoes_stop_them()
    {
        var roster = TestJson.Roster(_world.Staff.Values);
        var order = _world.Order(_world.Draft("roster.change") with { Payload = Sha(roster) }, Usual);
        LogEntry Change() => OrderEntries.RosterChange(_world.NewId(), _world.Now, order, roster);
        LogEntry Veto(string who) => OrderEntries.Vetoed(_world.NewId(), _world.Now, order, _world.Staff[who].Sign(SigningPurpose.Veto, _world.Log.FindOrder(order)!.Bytes.Span));
        Wait(TimeSpan.FromDays(3) - TimeSpan.FromSeconds(1));
        Expect("too_early", Change());
        _world.Must(Veto("hal"));
        Expect("same_person: hal", Veto("hal"));
        var approval = _world.Staff["cho"].Sign(SigningPurpose.Approve, _world.Log.FindOrder(order)!.Bytes.Span);
        Expect("wrong_challenge: cho", OrderEntries.Vetoed(_world.NewId(), _world.Now, order, approval));
        _world.Must(Veto("cho"));
        Wait(TimeSpan.FromSeconds(1));
        Expect("vetoed", Change());
        Expect("not_vetoable", Veto("gus"));
        var meeting = _world.Order(_world.Draft("meeting.end"), Usual);
        Expect("not_vetoable", OrderEntries.Vetoed(_world.NewId(), _world.Now, meeting, approval));
        Expect("unknown_order", OrderEntries.Vetoed(_world.NewId(), _world.Now, _world.NewId(), approval));
    }

    [Fact]
    public void One_veto_stops_nothing()
    {
        var roster = TestJson.Roster(_world.Staff.Values);
        var order = _world.Order(_world.Draft("roster.change") with { Payload = Sha(roster) }, Usual);
        _world.Must(OrderEntries.Vetoed(_world.NewId(), _world.Now, order, _world.Staff["hal"].Sign(SigningPurpose.Veto, _world.Log.FindOrder(order)!.Bytes.Span)));
        Wait(TimeSpan.FromDays(3));
        _world.Must(OrderEntries.RosterChange(_world.NewId(), _world.Now, order, roster));
    }

    [Fact]
    public void What_was_approved_is_what_is_set()
    {
        var narrow = _world.Staff.Values.Where(m => m.Id is "ann" or "ben" or "cho").ToArray();
        var other = TestJson.Roster(narrow);
        var order = _world.Order(_world.Draft("roster.change") with { Payload = Sha(TestJson.Roster(_world.Staff.Values)) }, Usual);
        var tooNarrow = _world.Order(_world.Draft("roster.change") with { Payload = Sha(other) }, Usual);
        Wait(TimeSpan.FromDays(3));
        Expect("payload_mismatch, roster_too_narrow", OrderEntries.RosterChange(_world.NewId(), _world.Now, order, other));
        Expect("roster_too_narrow", OrderEntries.RosterChange(_world.NewId(), _world.Now, tooNarrow, other));
        Expect("wrong_act: roster.change", _world.Executed(order));
        Expect("wrong_act: roster.change", OrderEntries.PolicyChange(_world.NewId(), _world.Now, order, TestJson.Standard()));
    }

    [Fact]
    public void A_policy_changes_in_public_and_never_below_the_floor()
    {
        var stricter = TestJson.Standard(node => node["actions"]!["meeting.end"]!["approvals"] = 4);
        var weaker = TestJson.Standard(node => node["actions"]!["meeting.end"]!["approvals"] = 1);
        var meeting = _world.Order(_world.Draft("meeting.end"), Usual);
        var good = _world.Order(_world.Draft("policy.change") with { Payload = Sha(stricter) }, Usual);
        var bad = _world.Order(_world.Draft("policy.change") with { Payload = Sha(weaker) }, Usual);
        LogEntry Change(string order, byte[] policy) => OrderEntries.PolicyChange(_world.NewId(), _world.Now, order, policy);
        Expect("too_early", Change(good, stricter));
        Wait(TimeSpan.FromDays(3));
        _world.Must(_world.Notice(meeting));
        Expect("payload_mismatch", Change(good, TestJson.Standard()));
        Expect("below_floor: meeting.end", Change(bad, weaker));
        _world.Must(Change(good, stricter));
        Wait(TimeSpan.FromHours(1));
        Expect("lapsed", _world.Executed(meeting));
        var p = _world.Draft("meeting.end");
        _world.Must(_world.Proposed(p));
        Expect("too_few_approvals: 3 of 4", _world.Authorised(p, Usual));
        _world.Must(_world.Authorised(p, [.. Usual, "cho"]));
    }

    [Theory]
    [InlineData(-1, "backdated: ida")]
    [InlineData(0, "")]
    [InlineData(96, "")]
    [InlineData(97, "backdated: ida")]
    public void Nobody_is_backdated(int sinceHours, string reasons)
    {
        _world.Now = World.Begin.AddDays(100);
        var ida = new TestMember("ida", "trustee", "NO NO", "ngo") { Since = _world.Now.AddHours(sinceHours) };
        var roster = TestJson.Roster([.. _world.Staff.Values, ida]);
        var order = _world.Order(_world.Draft("roster.change") with { Payload = Sha(roster) }, Usual);
        Wait(TimeSpan.FromDays(4));
        Expect(reasons, OrderEntries.RosterChange(_world.NewId(), _world.Now, order, roster));
    }

    [Fact]
    public void Suspensions_wait_a_day_for_the_notice_unless_harm_goes_on()
    {
        var slow = _world.Order(_world.Draft("account.suspend"), "dee", "fay");
        var fast = _world.Order(_world.Draft("account.suspend") with { Ground = "safety:imminent-harm" }, "dee", "fay");
        Expect("no_notice", _world.Executed(fast));
        _world.Must(_world.Notice(slow));
        _world.Must(_world.Notice(fast));
        _world.Must(_world.Executed(fast));
        Wait(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1));
        Expect("notice_too_late", _world.Executed(slow));
        Wait(TimeSpan.FromSeconds(1));
        _world.Must(_world.Executed(slow));
        Expect("not_expired: term", Expired(fast, "term"));
        Wait(TimeSpan.FromDays(2));
        Assert.Equal("", Overdue());
        Wait(TimeSpan.FromMinutes(11));
        Assert.Equal($"not_reverted: {slow}, not_reverted: {fast}", Overdue());
        _world.Must(Expired(slow, "term"));
        _world.Must(Expired(fast, "term"));
        Assert.Equal("", Overdue());
        Expect("term_too_long", _world.Proposed(_world.Draft("account.suspend") with { Until = _world.Now.AddDays(181) }));
        Expect("bad_window: until", _world.Proposed(_world.Draft("account.suspend") with { Until = _world.Now }));
    }

    [Fact]
    public void Break_glass_lasts_an_hour_at_most_and_ends_by_itself()
    {
        Expect("term_too_long", _world.Proposed(_world.Draft("breakglass.meeting") with { Until = _world.Now.AddMinutes(61) }));
        var p = _world.Draft("breakglass.meeting");
        _world.Must(_world.Proposed(p));
        Expect("wrong_entry_type: breakglass.meeting", Disguised(p, EntryTypes.ActionAuthorised, "dee", "fay"));
        var glass = _world.Must(_world.Authorised(p, "dee", "fay")).Id;
        Expect("no_notice", _world.Executed(glass));
        _world.Must(_world.Notice(glass));
        _world.Must(_world.Executed(glass));
        Expect("not_expired: unratified", Expired(glass, "unratified"));
        Wait(TimeSpan.FromMinutes(61));
        Assert.Equal($"not_reverted: {glass}", Overdue());
        _world.Must(Expired(glass, "unratified"));
        Assert.Equal("", Overdue());
        Expect("unknown_target", _world.Proposed(_world.Draft("meeting.end") with { Target = glass }));
    }

    [Fact]
    public void A_full_quorum_ratifies_a_break_glass_by_its_act()
    {
        var glass = _world.Order(_world.Draft("breakglass.meeting"), "dee", "fay");
        _world.Must(_world.Notice(glass));
        _world.Must(_world.Executed(glass));
        Expect("unknown_target", _world.Proposed(_world.Draft("account.suspend") with { Target = glass }));
        var full = _world.Order(_world.Draft("meeting.end") with { Target = glass }, Usual);
        _world.Must(_world.Notice(full));
        Wait(TimeSpan.FromMinutes(15));
        _world.Must(_world.Executed(full));
        Wait(TimeSpan.FromHours(2));
        Assert.Equal("", Overdue());
        Expect("not_expired: unratified", Expired(glass, "unratified"));
    }

    [Fact]
    public void One_person_reverses_at_once_and_changes_cannot_be_reversed()
    {
        var used = _world.Order(_world.Draft("meeting.end"), Usual);
        var unused = _world.Order(_world.Draft("data.read"), "ben", "cho", "dee");
        _world.Must(_world.Notice(used));
        Wait(TimeSpan.FromMinutes(15));
        _world.Must(_world.Executed(used));
        var reversal = _world.Draft("order.reverse") with { Target = used };
        Expect("wrong_entry_type", _world.Proposed(reversal));
        Expect("not_signed: ann", _world.Authorised(reversal, "ben"));
        Assert.False(_world.Log.FindOrder(used)!.IsToBeRestored);
        _world.Must(_world.Authorised(reversal, "ann"));
        Assert.True(_world.Log.FindOrder(used)!.IsToBeRestored);
        Expect("already_authorised, unknown_target", _world.Authorised(reversal, "ann"));
        _world.Must(_world.Authorised(_world.Draft("order.reverse", "eve") with { Target = unused }, "eve"));
        _world.Must(_world.Notice(unused));
        Expect("reversed", _world.Executed(unused));
        Assert.False(_world.Log.FindOrder(unused)!.IsToBeRestored);
        var change = _world.Order(_world.Draft("roster.change"), Usual);
        Expect("unknown_target", _world.Authorised(_world.Draft("order.reverse") with { Target = change }, "ann"));
    }

    [Fact]
    public void Other_people_decide_an_appeal_and_silence_restores()
    {
        var first = Ended();
        var appeal = Appeal(first);
        Expect("already_appealed", OrderEntries.AppealFiled(_world.NewId(), _world.Now, first));
        Expect("unknown_order", OrderEntries.AppealFiled(_world.NewId(), _world.Now, _world.NewId()));
        var uphold = _world.Draft("appeal.uphold", "eve") with { Target = appeal };
        _world.Must(_world.Proposed(uphold));
        _world.Must(_world.Authorised(uphold, "gus", "hal"));
        Expect("unknown_target", _world.Proposed(_world.Draft("appeal.uphold", "eve") with { Target = appeal }));

        var second = Appeal(first);
        var slow = _world.Draft("appeal.uphold", "eve") with { Target = second };
        _world.Must(_world.Proposed(slow));
        Expect("not_expired: silence", Expired(first, "silence"));
        Wait(TimeSpan.FromDays(7));
        Expect("too_late, too_late", _world.Authorised(slow, "gus", "hal"));
        Assert.Equal("", Overdue());
        Wait(TimeSpan.FromMinutes(11));
        Assert.Equal($"appeal_unanswered: {first}", Overdue());
        _world.Must(Expired(first, "silence"));
        Assert.Equal("", Overdue());

        var third = Ended();
        _world.Must(_world.Authorised(_world.Draft("appeal.overturn", "hal") with { Target = Appeal(third) }, "hal"));
        Assert.Equal(Reasons.OrderReason.Reversed, _world.Log.FindOrder(third)!.Ended);
    }

    [Fact]
    public void Data_are_handed_out_as_approved_and_the_person_is_told_on_the_day()
    {
        var quiet = _world.Now.AddDays(30);
        Expect("quiet_too_long", _world.Proposed(_world.Draft("data.disclose") with { QuietUntil = _world.Now.AddDays(91) }));
        var order = _world.Order(_world.Draft("data.disclose") with { QuietUntil = quiet }, "ben", "cho", "dee");
        var open = _world.Order(_world.Draft("data.disclose"), "ben", "cho", "dee");
        LogEntry Disclosed(params string[] classes) => OrderEntries.Disclosed(_world.NewId(), _world.Now, order, classes, new byte[32]);
        Expect("no_notice", Disclosed("account"));
        Expect("notice_not_delayable", OrderEntries.NoticeDelayed(_world.NewId(), _world.Now, order, quiet.AddDays(1)));
        Expect("notice_not_delayable", OrderEntries.NoticeDelayed(_world.NewId(), _world.Now, open, quiet));
        _world.Must(OrderEntries.NoticeDelayed(_world.NewId(), _world.Now, order, quiet));
        Expect("payload_mismatch: classes", Disclosed("account", "meetings"));
        Expect("wrong_act: data.disclose", _world.Executed(order));
        _world.Must(Disclosed("account"));
        Expect("already_used", OrderEntries.NothingHeld(_world.NewId(), _world.Now, order, null));
        _world.Must(_world.Notice(open));
        _world.Must(OrderEntries.NothingHeld(_world.NewId(), _world.Now, open, null));
        _world.Now = quiet.AddMinutes(11);
        Assert.Equal($"notice_missing: {order}", Overdue());
        _world.Must(_world.Notice(order));
        Assert.Equal("", Overdue());
    }

    [Fact]
    public void Who_reads_is_not_exposed_and_did_not_ask()
    {
        var asked = new Requester(Requester.Government, "CN", _world.Request("CN"));
        Expect("recipient_exposed: gus", _world.Proposed(_world.Draft("data.read") with { Requester = asked, Recipient = "gus" }));
        Expect("same_hands: ann", _world.Proposed(_world.Draft("data.read") with { Recipient = "ann" }));
        Expect("unknown_member: zoe", _world.Proposed(_world.Draft("data.read") with { Recipient = "zoe" }));
        Expect("", _world.Proposed(_world.Draft("data.read") with { Requester = asked, Recipient = "fay", Ground = "law:court-order" }));
        Expect("", _world.Proposed(_world.Draft("data.disclose") with { Requester = asked, Ground = "law:binding-request", Evidence = [], Reviewer = null }));
    }

    [Fact]
    public void Witnesses_keys_and_promised_statements_need_their_words_approved()
    {
        LogEntry Witness(string policy) => LogEntry.Create(EntryTypes.WitnessChange, _world.NewId(), _world.Now, json => json.WriteString("policy", policy));
        LogEntry Statement(string text, string due) => LogEntry.Create(EntryTypes.Statement, _world.NewId(), _world.Now, json =>
        {
            json.WriteString("text", text);
            json.WriteString("next_due", due);
        });
        LogEntry Key(string purpose, string state) => LogEntry.Create(EntryTypes.ServerKey, _world.NewId(), _world.Now, json =>
        {
            json.WriteString("key", World.LogKey.ToString());
            json.WriteString("purpose", purpose);
            json.WriteString("state", state);
        });
        _world.Must(Witness("quorum none\n"));
        _world.Must(Witness("quorum none\n"));
        Expect("no_order", Witness("quorum none\n\n"));
        var change = _world.Order(_world.Draft("witness.change") with { Payload = Sha("quorum none\n\n") }, Usual);
        Expect("too_early", Witness("quorum none\n\n"));
        Wait(TimeSpan.FromDays(3));
        _world.Must(Witness("quorum none\n\n"));
        Assert.NotNull(_world.Log.FindOrder(change)!.ActedAt);
        Expect("no_order", Witness("quorum none\n"));

        _world.Must(Key("release", "active"));
        _world.Must(Key("release", "active"));
        _world.Must(Key("release", "retired"));
        Expect("no_order", Key("release", "active"));
        _world.Must(Key("hub", "active"));

        Expect("no_order", Statement("Nothing was asked.", "2026-03-01T00:00:00Z"));
        _world.Order(_world.Draft("statement.publish") with { Payload = Sha("Nothing was asked.\n2026-03-01T00:00:00Z") }, Usual);
        _world.Must(Statement("Nothing was asked.", "2026-03-01T00:00:00Z"));
        Expect("already_used", Statement("Nothing was asked.", "2026-03-01T00:00:00Z"));
        _world.Now = new DateTimeOffset(2026, 3, 1, 0, 0, 1, TimeSpan.Zero);
        Assert.Equal("missed_statement", Overdue());
    }

    [Fact]
    public void The_entry_says_what_the_proposal_says()
    {
        foreach (var member in new[] { "action", "subject", "ground", "evidence", "requester", "policy", "roster", "not_before", "expires" })
        {
            var p = _world.Draft("meeting.end");
            _world.Must(_world.Proposed(p));
            var text = Encoding.UTF8.GetString(_world.Authorised(p, Usual).Bytes.Span);
            var changed = member switch
            {
                "action" => text.Replace("\"action\":\"meeting.end\"", "\"action\":\"data.read\"", StringComparison.Ordinal),
                "subject" => text.Replace("\"kind\":\"meeting\"", "\"kind\":\"account\"", StringComparison.Ordinal),
                "ground" => text.Replace("tos:violence", "tos:fraud", StringComparison.Ordinal),
                "evidence" => text.Replace("E1:", "E2:", StringComparison.Ordinal),
                "requester" => text.Replace("\"kind\":\"user\"", "\"kind\":\"user\",\"more\":1", StringComparison.Ordinal),
                "policy" => text.Replace($"\"policy\":\"{p.Policy}", $"\"policy\":\"{Sha("x")}", StringComparison.Ordinal),
                "roster" => text.Replace($"\"roster\":\"{p.Roster}", $"\"roster\":\"{Sha("x")}", StringComparison.Ordinal),
                "not_before" => text.Replace("\"not_before\":\"2026", "\"not_before\":\"2025", StringComparison.Ordinal),
                _ => text.Replace("\"expires\":\"2026", "\"expires\":\"2027", StringComparison.Ordinal),
            };
            Assert.NotEqual(text, changed);
            Assert.True(LogEntry.TryParse(Encoding.UTF8.GetBytes(changed), out var entry, out var failure), failure.ToString());
            Expect($"proposal_mismatch: {member}", entry!);
        }
    }

    private string Ended()
    {
        var order = _world.Order(_world.Draft("meeting.end"), Usual);
        _world.Must(_world.Notice(order));
        Wait(TimeSpan.FromMinutes(15));
        _world.Must(_world.Executed(order));
        return order;
    }

    private string Appeal(string order) => _world.Must(OrderEntries.AppealFiled(_world.NewId(), _world.Now, order)).Id;

    private LogEntry Expired(string order, string reason) => OrderEntries.Expired(_world.NewId(), _world.Now, order, reason);

    private LogEntry Disguised(Proposal p, string type, params string[] approvers)
    {
        var honest = Encoding.UTF8.GetString(_world.Authorised(p, approvers).Bytes.Span);
        Assert.True(LogEntry.TryParse(Encoding.UTF8.GetBytes(honest.Replace("\"type\":\"breakglass\"", $"\"type\":\"{type}\"", StringComparison.Ordinal)), out var entry, out _));
        return entry!;
    }

    private Proposal Change(Proposal p, string change)
    {
        Requester Court(string country, string type) => new(Requester.Government, country, _world.Request(country, type));
        return change switch
        {
            "usual" => p,
            "another log" => p with { Origin = "other.example/log/staff-actions" },
            "another policy" => p with { Policy = Sha("x") },
            "another roster" => p with { Roster = Sha("x") },
            "ground of staff" => p with { Ground = "staff:change" },
            "ground for data only" => p with { Ground = "law:binding-request", Requester = Court("DE", "subpoena") },
            "court order asked by a user" => p with { Ground = "law:court-order" },
            "evidence E2" => p with { Evidence = [World.E2] },
            "no evidence" => p with { Evidence = [], Reviewer = null },
            "harm without evidence" => p with { Ground = "safety:imminent-harm", Evidence = [], Reviewer = null },
            "request not in the register" => p with { Requester = new Requester(Requester.Government, "CN", _world.NewId()) },
            "request of another country" => p with { Requester = Court("FR", "subpoena") with { Country = "CN" } },
            "request of another kind" => p with { Requester = Court("FR", "subpoena") with { Kind = Requester.Private } },
            "court order" => p with { Ground = "law:court-order", Requester = Court("DE", "court-order"), Evidence = [], Reviewer = null },
            "warrant" => p with { Ground = "law:court-order", Requester = Court("DE", "warrant") },
            "court order that is an e-mail" => p with { Ground = "law:court-order", Requester = Court("DE", "email") },
            "court order of a foreign court" => p with { Ground = "law:court-order", Requester = Court("CN", "court-order") },
            "court order under seal" => p with { Ground = "law:court-order", Requester = new Requester(Requester.Government, "DE", Sealed()) },
            "unknown reviewer" => p with { Reviewer = "zoe" },
            "unknown reporter" => p with { Reporter = "zoe" },
            "reporter reviews" => p with { Reporter = "ben", Reviewer = "ben" },
            "not before its time" => p with { NotBefore = p.Time.AddSeconds(-1) },
            "no time at all" => p with { NotBefore = p.Expires },
            "window too long" => p with { Expires = p.Expires.AddSeconds(1) },
            "ratifies nothing" => p with { Target = _world.NewId() },
            "ratifies an order" => p with { Target = _world.Order(_world.Draft("meeting.end"), Usual) },
            "made eleven minutes ago" => p with { Time = p.Time.AddMinutes(-11), Expires = p.Expires.AddMinutes(-11) },
            _ => throw new ArgumentOutOfRangeException(nameof(change), change, "no such change"),
        };
    }

    private string Sealed() => _world.Must(OrderEntries.RequestSealed(_world.NewId(), _world.Now, _world.Now, new byte[32], _world.Now.AddDays(1))).Id;

    private string Overdue() => string.Join(", ", _world.Log.FindOverdue(_world.Now).Select(o => o.Refusal.ToString()));

    private void Wait(TimeSpan time) => _world.Now += time;

    private void Expect(string reasons, LogEntry entry) => Assert.Equal(reasons, World.Texts(_world.Apply(entry)));

    private static string Sha(string text) => Sha(Encoding.UTF8.GetBytes(text));

    private static string Sha(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
