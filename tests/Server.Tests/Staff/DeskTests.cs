// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vigil.Orders.Approvals;
using Vigil.Server.Staff;
using Vigil.Server.Tests.Support;
using Vigil.Tlog.Entries;

namespace Vigil.Server.Tests.Staff;

/// <summary>The desk itself: who opens it, what it shows, and everything that is refused there, with its reason and its entry in the log.</summary>
public class DeskTests
{
    [Fact]
    public async Task A_server_without_staff_has_no_desk()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var (method, path) in new[] { (HttpMethod.Get, "/api/staff"), (HttpMethod.Post, "/api/staff/sign-in/options"), (HttpMethod.Post, "/api/staff/proposals") })
        {
            Assert.Equal("no_staff", (await server.SendAsync(method, path, "{}")).Body.GetProperty("error").GetProperty("code").GetString());
        }
    }

    [Fact]
    public async Task The_desk_opens_to_keys_of_the_roster_and_to_our_own_page()
    {
        await using var office = await Office.OpenAsync();
        Assert.Equal("401 signed_out", (await office.SendAsync("GET", "/api/staff")).Text);
        Assert.Equal("403 wrong_origin", (await office.SendAsync("POST", "/api/staff/sign-in/options", new JsonObject(), origin: "https://evil.example")).Text);
        Assert.Equal("403 wrong_origin", (await office.SendAsync("POST", "/api/staff/sign-in/options", new JsonObject(), origin: null)).Text);
        var stranger = new TestMember("zoe", "legal", "FR FR", "law");
        Assert.Equal("401 refused: unknown_credential", (await TrySignInAsync(office, (_, nonce) => stranger.Sign(SigningPurpose.Desk, nonce))).Text);
        Assert.Equal("401 refused: wrong_challenge", (await TrySignInAsync(office, (ann, _) => ann.Sign(SigningPurpose.Desk, new byte[32]))).Text);
        // What a page would sign that takes the server's bytes as they are.
        Assert.Equal("401 refused: wrong_challenge", (await TrySignInAsync(office, (ann, nonce) => ann.SignChallenge(nonce))).Text);
        Assert.Equal("401 refused: not_verified", (await TrySignInAsync(office, (ann, nonce) => ann.Sign(new AssertionParts { Challenge = SigningPurpose.Desk.Challenge(nonce), Flags = 1 }))).Text);
        Assert.Equal("401 refused: synced_key", (await TrySignInAsync(office, (ann, nonce) => ann.Sign(new AssertionParts { Challenge = SigningPurpose.Desk.Challenge(nonce), Flags = 0x1d }))).Text);
        Assert.Equal("400 bad_ticket", (await office.SendAsync("POST", "/api/staff/sign-in", new JsonObject { ["ticket"] = "no", ["by"] = Office.Json(stranger.SignChallenge(new byte[32])) })).Text);

        var desk = await office.DeskAsync("ben");
        Assert.Equal(("ben", TestSite.Origin, TestSite.RpId), (desk.GetProperty("me").GetString(), desk.GetProperty("origin").GetString(), desk.GetProperty("rpId").GetString()));
        Assert.Contains("Secure", office.LastCookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/api/staff", office.LastCookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(TestJson.Roster(office.Staff.Values), desk.GetProperty("roster").GetProperty("value").GetBytesFromBase64());
        Assert.Equal(office.Orders.Roster!.Hash, desk.GetProperty("roster").GetProperty("hash").GetString());
        office.Time.Jump(TimeSpan.FromHours(8));
        Assert.Equal("401 signed_out", (await office.AtDeskAsync("ben", "GET", "")).Text);
    }

    [Fact]
    public async Task Who_signs_out_is_out()
    {
        await using var office = await Office.OpenAsync();
        await office.DeskAsync("dee");
        Assert.Equal("200", (await office.AtDeskAsync("dee", "POST", "/sign-out", new JsonObject())).Text);
        Assert.Equal("401 signed_out", (await office.AtDeskAsync("dee", "GET", "")).Text);
    }

    [Fact]
    public async Task The_desk_shows_what_is_to_be_decided_and_nothing_of_other_meetings()
    {
        await using var office = await Office.OpenAsync();
        var (meeting, other) = (await office.Server.CreateMeetingAsync(), await office.Server.CreateMeetingAsync());
        await using var guest = await (await office.Server.ConnectAsync(other)).JoinAsync();
        var draft = office.NewDraft("meeting.end", meeting.Id.Text);
        Assert.Equal("201", (await draft.ProposeAsync()).Text);
        var reply = await office.ApproveAsync(draft, "ben");
        Assert.Equal(["too_few_approvals", "too_few_jurisdictions", "one_reporting_line"], reply.Body.GetProperty("missing").EnumerateArray().Select(m => m.GetString()!));
        var desk = await office.DeskAsync("dee");
        var shown = Assert.Single(desk.GetProperty("proposals").EnumerateArray());
        Assert.Equal(draft.Bytes, shown.GetProperty("proposal").GetBytesFromBase64());
        Assert.Equal((meeting.Id.Text, Convert.ToBase64String(draft.Salt)), (shown.GetProperty("subject").GetProperty("id").GetString(), shown.GetProperty("subject").GetProperty("salt").GetString()));
        Assert.Equal(draft.Case!["facts"]!.GetValue<string>(), shown.GetProperty("case").GetProperty("facts").GetString());
        Assert.Equal(["ben"], shown.GetProperty("approvals").EnumerateArray().Select(a => a.GetString()!));
        Assert.Equal((1, 1), (desk.GetProperty("counts").GetProperty("meetings").GetInt32(), desk.GetProperty("counts").GetProperty("people").GetInt32()));
        Assert.DoesNotContain(other.Id.Text, desk.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("proposed", (await office.DeskAsync("ann")).GetProperty("mine")[0].GetProperty("what").GetString());
        Assert.Equal(1, desk.GetProperty("rate").GetProperty("proposed").GetInt32());
    }

    [Fact]
    public async Task What_is_no_proposal_with_its_parts_is_refused_as_a_form_and_not_logged()
    {
        await using var office = await Office.OpenAsync();
        var meeting = (await office.Server.CreateMeetingAsync()).Id.Text;
        async Task Refused(string expected, Func<Draft, Draft> change, string action = "meeting.end") => Assert.Equal(expected, (await change(office.NewDraft(action, meeting)).ProposeAsync()).Text);
        await Refused("400 subject_mismatch", draft => { draft.Subject = null; return draft; });
        await Refused("400 subject_mismatch", draft => { draft.Subject!["id"] = new string('b', 26); return draft; });
        await Refused("400 subject_mismatch", draft => { draft.Subject!["kind"] = "account"; return draft; });
        await Refused("400 subject_mismatch", draft => { draft.Subject!["salt"] = "AAAA"; return draft; });
        await Refused("400 case_missing", draft => { draft.Case = null; return draft; });
        await Refused("400 malformed", draft => { draft.Case!["category"] = "STATEMENT_CATEGORY_NONE"; return draft; });
        await Refused("400 malformed", draft => { draft.Case!["legalGround"] = "Some law"; return draft; });
        await Refused("400 malformed", draft => { draft.Case!["facts"] = ""; return draft; });
        await Refused("400 malformed", draft => { draft.Case = Draft.NewCase(); return draft; }, "data.read");
        await Refused("400 malformed", draft => { draft.Payload = "x"; return draft; });
        await Refused("400 malformed", draft => draft.With(p => p with { Key = Convert.ToBase64String(new byte[32]) }), "data.disclose");
        await Refused("400 malformed", draft => draft.With(p => p with { Ground = "tos:opinions" }));
        Assert.Equal("", office.Course());
    }

    [Fact]
    public async Task What_the_rules_refuse_is_refused_with_its_reasons_and_logged()
    {
        await using var office = await Office.OpenAsync();
        var meeting = (await office.Server.CreateMeetingAsync()).Id.Text;
        async Task Refused(string expected, Func<Draft, Task<Reply>> propose)
        {
            Assert.Equal($"422 refused: {expected}", (await propose(office.NewDraft("meeting.end", meeting))).Text);
            var entry = office.Entries()[^1];
            Assert.Equal(("action.refused", "propose"), (entry.Type, entry.Body.GetProperty("stage").GetString()));
            Assert.Equal(expected.Split(' '), entry.Body.GetProperty("reasons").EnumerateArray().Select(r => r.GetString()!).Order(StringComparer.Ordinal));
        }
        await Refused("not_signed", draft => draft.ProposeAsync(signedBy: "ben"));
        await Refused("evidence_too_weak", draft => draft.With(p => p with { Evidence = ["E2:" + new string('b', 64)] }).ProposeAsync());
        await Refused("stale_policy", draft => draft.With(p => p with { Policy = new string('0', 64) }).ProposeAsync());
        await Refused("wrong_log", draft => draft.With(p => p with { Origin = "other.example/log/staff-actions" }).ProposeAsync());
        await Refused("window_too_long", draft => draft.With(p => p with { Expires = p.Expires.AddDays(1) }).ProposeAsync());
        await Refused("unknown_request", draft => draft.With(p => p with { Requester = new("government", "FR", p.Id) }).ProposeAsync());
        await Refused("premature", draft => draft.With(p => p with { Time = p.Time.AddMinutes(-11), Expires = p.Expires.AddMinutes(-11) }).ProposeAsync());
        await Refused("unknown_member", draft => draft.With(p => p with { Reporter = "zoe" }).ProposeAsync());
        Assert.Empty(office.Audit());
    }

    [Fact]
    public async Task A_signature_for_another_purpose_or_site_is_none()
    {
        await using var office = await Office.OpenAsync();
        var draft = office.NewDraft("meeting.end", (await office.Server.CreateMeetingAsync()).Id.Text);
        Assert.Equal("201", (await draft.ProposeAsync()).Text);
        Assert.Equal("422 refused: already_authorised", (await draft.ProposeAsync()).Text);
        var challenge = SigningPurpose.Approve.Challenge(draft.Bytes);
        foreach (var (expected, parts) in new (string, AssertionParts)[]
        {
            ("wrong_challenge", new() { Challenge = SigningPurpose.Propose.Challenge(draft.Bytes) }),
            ("wrong_origin", new() { Challenge = challenge, Origin = "https://evil.example" }),
            ("wrong_type", new() { Challenge = challenge, Type = "webauthn.create" }),
            ("cross_origin", new() { Challenge = challenge, MoreClientData = ",\"crossOrigin\":true" }),
            ("wrong_rp_id", new() { Challenge = challenge, RpId = "evil.example" }),
            ("not_verified", new() { Challenge = challenge, Flags = 0x01 }),
            ("synced_key", new() { Challenge = challenge, Flags = 0x0d }),
            ("bad_authenticator_data", new() { Challenge = challenge, Tail = [1] }),
        })
        {
            // ben's key is Ed25519, hal's P-256: the second opinion of the framework is there for one and not for the other.
            foreach (var who in new[] { "ben", "hal" })
            {
                Assert.Equal($"422 refused: {expected}", (await ApproveWithAsync(office, draft, who, office.Staff[who].Sign(parts))).Text);
                var entry = office.Entries()[^1];
                Assert.Equal(("action.refused", "approve"), (entry.Type, entry.Body.GetProperty("stage").GetString()));
            }
        }
        Assert.Equal("422 refused: bad_signature", (await ApproveWithAsync(office, draft, "hal", office.Staff["hal"].Sign(SigningPurpose.Approve, draft.Bytes) with { Signature = new byte[70] })).Text);
        Assert.Empty(office.Audit());
    }

    [Fact]
    public async Task Who_does_not_count_is_refused_and_the_others_go_on()
    {
        await using var office = await Office.OpenAsync();
        var meeting = (await office.Server.CreateMeetingAsync()).Id.Text;
        var draft = office.NewDraft("meeting.end", meeting).With(p => p with { Reporter = "hal", Reviewer = "gus" });
        Assert.Equal("201", (await draft.ProposeAsync()).Text);
        Assert.Equal("422 refused: is_proposer", (await office.ApproveAsync(draft, "ann")).Text);
        Assert.Equal("422 refused: is_reporter", (await office.ApproveAsync(draft, "hal")).Text);
        Assert.Equal("422 refused: is_reviewer", (await office.ApproveAsync(draft, "gus")).Text);
        Assert.Equal("200", (await office.ApproveAsync(draft, "ben")).Text);
        Assert.Equal("422 refused: same_person", (await office.ApproveAsync(draft, "ben")).Text);
        Assert.Equal("200", (await office.ApproveAsync(draft, "dee")).Text);
        var last = await office.ApproveAsync(draft, "fay");
        Assert.NotNull(last.Body.GetProperty("order").GetString());
        Assert.Equal("422 refused: already_authorised", (await office.ApproveAsync(draft, "cho")).Text);
        Assert.Equal("404 not_found", (await office.ApproveAsync(office.NewDraft("meeting.end", meeting), "cho")).Text);
        Assert.Empty(office.Audit());
    }

    [Fact]
    public async Task Who_approved_what_never_became_an_order_is_in_the_log_when_its_time_is_over()
    {
        await using var office = await Office.OpenAsync();
        var draft = office.NewDraft("meeting.end", (await office.Server.CreateMeetingAsync()).Id.Text);
        Assert.Equal("201", (await draft.ProposeAsync()).Text);
        foreach (var who in new[] { "ben", "dee" }) { Assert.Equal("200", (await office.ApproveAsync(draft, who)).Text); }
        // Somebody's hand in the table: whose signature is none is named for nothing.
        office.Sql($"INSERT INTO staff_approval SELECT proposal, 'x', replace(assertion, '\"sig\":\"', '\"sig\":\"AAAA') FROM staff_approval LIMIT 1");
        await office.PassAsync(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        Assert.Equal("action.proposed", office.Course());
        await office.RestartAsync();
        await office.PassAsync(TimeSpan.FromSeconds(1));
        await office.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal("action.proposed action.refused", office.Course());
        var attempt = office.Entries()[^1].Body;
        Assert.Equal(draft.Bytes, attempt.GetProperty("proposal").GetBytesFromBase64());
        Assert.Equal(["too_late", "too_few_approvals"], attempt.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString()!));
        Assert.Equal(
            new[] { "ben", "dee" }.Select(who => Convert.ToBase64String(office.Staff[who].CredentialId)).Order(StringComparer.Ordinal),
            attempt.GetProperty("approvals").EnumerateArray().Select(by => by.GetProperty("cred").GetString()!).Order(StringComparer.Ordinal));
        Assert.Empty(office.Audit());
    }

    [Fact]
    public async Task Nobody_within_reach_of_who_asks_decides()
    {
        await using var office = await Office.OpenAsync();
        var request = await office.RecordAsync("DE");
        var draft = office.NewDraft("meeting.end", (await office.Server.CreateMeetingAsync()).Id.Text).With(p => p with { Ground = "law:court-order", Requester = new("government", "DE", request) });
        draft.Case!["legalGround"] = "Section 1";
        Assert.Equal("201", (await draft.ProposeAsync()).Text);
        Assert.Equal("422 refused: exposed", (await office.ApproveAsync(draft, "fay")).Text);
        Assert.Equal("422 refused: exposed", (await office.ApproveAsync(draft, "eve")).Text);
        Assert.Equal("200", (await office.ApproveAsync(draft, "ben")).Text);
        Assert.Empty(office.Audit());
    }

    [Fact]
    public async Task After_sixty_refused_attempts_of_an_hour_the_log_is_not_filled_further()
    {
        await using var office = await Office.OpenAsync();
        var draft = office.NewDraft("meeting.end", office.Elsewhere().Id.Text);
        for (var i = 0; i < Attempts.PerHour; i++) { Assert.Equal("422 refused: not_signed", (await draft.ProposeAsync(signedBy: "ben")).Text); }
        var before = office.Entries().Count;
        Assert.Equal("429 too_many", (await draft.ProposeAsync(signedBy: "ben")).Text);
        Assert.Equal(before, office.Entries().Count);
        Assert.Equal("422 refused: not_signed", (await draft.ProposeAsync(signedBy: "dee", at: "hal")).Text);
        office.Time.Jump(TimeSpan.FromMinutes(1));
        Assert.NotEqual("429 too_many", (await draft.ProposeAsync(signedBy: "ben")).Text);
    }

    [Fact]
    public async Task Reports_come_byte_for_byte_and_go_after_six_months()
    {
        await using var office = await Office.OpenAsync();
        var reports = office.Server.Part<Vigil.Server.Reports.ReportStore>();
        reports.Add("1"u8.ToArray());
        reports.Add("2"u8.ToArray());
        var shown = (await office.DeskAsync()).GetProperty("reports").EnumerateArray().ToArray();
        var one = shown.Single(report => report.GetProperty("sha256").GetString() == Payloads.Hash("1"));
        Assert.Equal("1", Encoding.UTF8.GetString((await office.AtDeskAsync("ann", "GET", $"/reports/{one.GetProperty("report").GetString()}")).Bytes));
        Assert.Equal("404 not_found", (await office.AtDeskAsync("ann", "GET", "/reports/..%2Fvigil.db")).Text);
        reports.Forget(DateTimeOffset.UtcNow.AddDays(1), new HashSet<string> { Payloads.Hash("2") });
        Assert.Equal(Payloads.Hash("2"), Assert.Single(reports.Newest(9)).Sha256);
    }

    private static Task<Reply> ApproveWithAsync(Office office, Draft draft, string who, Assertion by) =>
        office.AtDeskAsync(who, "POST", $"/proposals/{draft.Proposal.Id}/approvals", new JsonObject { ["by"] = Office.Json(by) });

    private static async Task<Reply> TrySignInAsync(Office office, Func<TestMember, byte[], Assertion> sign)
    {
        var options = (await office.SendAsync("POST", "/api/staff/sign-in/options", new JsonObject())).Body;
        var by = sign(office.Staff["ann"], options.GetProperty("challenge").GetBytesFromBase64());
        return await office.SendAsync("POST", "/api/staff/sign-in", new JsonObject { ["ticket"] = options.GetProperty("ticket").GetString(), ["by"] = Office.Json(by) });
    }
}
