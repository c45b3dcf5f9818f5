// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Vigil.Orders.Approvals;
using Vigil.Orders.Entries;
using Vigil.Orders.Proposals;
using Vigil.Orders.Tests.Support;
using Vigil.Tlog.Entries;
using static Vigil.Orders.Tests.Ends.EndCourse;

namespace Vigil.Orders.Tests.Ends;

/// <summary>The cases of tests/data/orders/end.json, for this code and for the browser's.</summary>
internal static class EndCases
{
    public static IReadOnlyList<TestMember> Staff { get; } =
    [
        new("ann", "operator", "DE DE", "ops", isEd25519: true),
        new("ben", "legal", "FR FR", "law", isEd25519: true),
        new("cho", "privacy", "KR KR", "law"),
        new("dee", "trustee", "US US", "us", isEd25519: true),
        new("eve", "operator legal", "DE DE CN", "ops", isEd25519: true),
        new("fay", "trustee", "DE DE", "out", isEd25519: true),
        new("gus", "legal privacy", "HK DE", "ops", isEd25519: true),
        new("hal", "privacy", "SE SE", "law", isEd25519: true),
    ];

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static IReadOnlyList<EndCourse> All { get; } = [.. Good, .. Founding, .. Proposing, .. Signing, .. Deciding, .. Acting, .. OnlyInTheLog];

    private static EndCourse[] Good =>
    [
        new("three in three states"),
        new("with a P-256 key") { Authorise = By("cho", "dee", "fay") },
        new("with a government that asks, openly") { Draft = Court("DE"), Authorise = By("ben", "cho", "dee") },
        new("with a request that was opened") { Draft = Opened(Day), Authorise = By("ben", "cho", "dee") },
        new("more from the browser") { Authorise = ApprovedWith(parts => parts with { MoreClientData = ",\"hint\":{\"a\":[1]}" }) },
        new("proposed ten minutes before it came in") { Draft = (_, p) => Earlier(p, 10) },
        new("after the roster changed") { Before = ChangeRoster },
        new("by somebody whose cool-down is over") { Before = w => { ChangeRoster(w); w.Now += 30 * Day; }, Authorise = By("ben", "dee", "ida") },
        new("under a stricter policy") { Before = w => ChangePolicy(w, 4), Authorise = By("ben", "dee", "fay", "gus") },
        new("reversed afterwards") { After = (w, o) => w.Must(Reversal(w, o)), Reader = "ended, undone" },
        new("not carried out yet") { Act = (_, _) => null, Reader = "coming" },
        new("broken glass")
        {
            Draft = (w, _) => w.Draft("breakglass.meeting") with { Subject = Commit() }, Authorise = By("ben", "dee"), Reader = "breakglass",
        },
    ];

    private static EndCourse[] Founding =>
    [
        new("a founder has not signed") { Genesis = w => World.MakeGenesis(Staff, TestJson.Standard(), Staff.Skip(1)) },
        new("the founders signed something else") { Genesis = w => World.MakeGenesis(Staff, TestJson.Standard(), Staff, challenge => [.. challenge.Reverse()]) },
        new("a founder signed twice") { Genesis = w => World.MakeGenesis(Staff, TestJson.Standard(), [.. Staff, Staff[0]]) },
        new("a stranger signed") { Genesis = w => World.MakeGenesis(Staff, TestJson.Standard(), [.. Staff, new TestMember("zoe", "legal", "NO NO", "x", true)]) },
        new("a policy below the floor") { Genesis = w => World.MakeGenesis(Staff, WithEnd("approvals", 1), Staff) },
        new("a notice below the floor") { Genesis = w => World.MakeGenesis(Staff, WithEnd("notice", 599), Staff) },
        new("too few trustees") { Genesis = w => World.MakeGenesis(Staff, TestJson.Standard(node => node["roster"]!["trustees"] = 3), Staff) },
        new("everybody from one state") { Genesis = w => World.MakeGenesis(Germans, TestJson.Standard(), Germans) },
        new("a country that is none") { Genesis = w => World.MakeGenesis(Foreign, TestJson.Standard(), Foreign) },
        new("a member from the future") { Genesis = w => World.MakeGenesis(Late, TestJson.Standard(), Late) },
        new("another policy than was signed") { Genesis = w => World.MakeGenesis(Staff, WithEnd("notice", 1200), Staff) },
    ];

    private static EndCourse[] Proposing =>
    [
        new("another log") { Draft = (_, p) => p with { Origin = "other.example/log/staff-actions" } },
        new("another policy") { Draft = (_, p) => p with { Policy = new string('1', 64) } },
        new("another roster") { Draft = (_, p) => p with { Roster = new string('1', 64) } },
        new("a ground for staff") { Draft = (_, p) => p with { Ground = "staff:change" } },
        new("a ground for data") { Draft = (w, p) => Court("DE")(w, p) with { Ground = "law:binding-request" } },
        new("a court that no government is behind") { Draft = (_, p) => p with { Ground = "law:court-order" } },
        new("evidence that nobody signed") { Draft = (_, p) => p with { Evidence = [World.E2] } },
        new("no evidence") { Draft = (_, p) => p with { Evidence = [], Reviewer = null } },
        new("a request that is not in the register") { Draft = (_, p) => p with { Requester = new Requester("government", "DE", "01KB00000000000000000000ZZ") } },
        new("a request of another country") { Draft = (w, p) => p with { Requester = new Requester("government", "FR", w.Request("DE")) } },
        new("a request of a private party") { Draft = (w, p) => p with { Requester = new Requester("government", "DE", w.Request("DE", kind: "private")) } },
        new("an e-mail for a court order") { Draft = Court("DE", "email") },
        new("a foreign court") { Draft = Court("FR") },
        new("a court under seal") { Draft = Opened(null) },
        new("a request that was opened too late") { Draft = Opened(Day + TimeSpan.FromSeconds(1)) },
        new("a request that came to light late") { Draft = Court("DE", recordedAfter: 25) },
        new("an approach that nobody signed") { Draft = (w, p) => p with { Requester = new Requester("government", "DE", Unsigned(w)) } },
        new("an unknown reviewer") { Draft = (_, p) => p with { Reviewer = "zoe" } },
        new("an unknown reporter") { Draft = (_, p) => p with { Reporter = "zoe" } },
        new("reported and reviewed by one") { Draft = (_, p) => p with { Reporter = "hal", Reviewer = "hal" } },
        new("over before it begins") { Draft = (_, p) => p with { NotBefore = p.Expires } },
        new("open for too long") { Draft = (_, p) => p with { Expires = p.Expires.AddSeconds(1) } },
        new("proposed eleven minutes ago") { Draft = (_, p) => Earlier(p, 11) },
        new("signed by somebody else") { Propose = (w, p) => w.Proposed(p, "ben") },
        new("signed as an approval") { Propose = (w, p) => OrderEntries.Proposed(p, p.ToBytes(), w.Staff["ann"].Sign(SigningPurpose.Approve, p.ToBytes()), w.Now) },
        new("under another id") { Propose = (w, p) => OrderEntries.Proposed(p with { Id = w.NewId() }, p.ToBytes(), w.Staff["ann"].Sign(SigningPurpose.Propose, p.ToBytes()), w.Now) },
        new("another sentence") { Propose = Spelled("End a meeting.", "Close a meeting.") },
        new("a space") { Propose = Spelled("{\"v\":1", "{ \"v\":1") },
        new("a member more") { Propose = Spelled("\"policy\":", "\"more\":1,\"policy\":") },
        new("an escape") { Propose = Spelled("\"user\"", "\"\\u0075ser\"") },
        new("an action that is none") { Propose = Spelled("meeting.end", "meeting.mute") },
        new("never proposed") { Propose = (_, _) => null },
    ];

    private static EndCourse[] Signing =>
    [
        new("a stranger's key") { Authorise = Approved((_, p) => new TestMember("zoe", "legal", "NO NO", "x", true).Sign(SigningPurpose.Approve, p.ToBytes())) },
        new("no JSON from the browser") { Authorise = Approved((w, p) => w.Staff["fay"].SignRaw(Data(p), "{"u8.ToArray())) },
        new("a member twice from the browser") { Authorise = ApprovedWith(parts => parts with { MoreClientData = ",\"type\":\"webauthn.get\"" }) },
        new("a key made") { Authorise = ApprovedWith(parts => parts with { Type = "webauthn.create" }) },
        new("the veto's label") { Authorise = ApprovedAs(SigningPurpose.Veto) },
        new("the proposal's label") { Authorise = ApprovedAs(SigningPurpose.Propose) },
        new("another site") { Authorise = ApprovedWith(parts => parts with { Origin = "https://log.example.org" }) },
        new("inside another page") { Authorise = ApprovedWith(parts => parts with { MoreClientData = ",\"crossOrigin\":true" }) },
        new("under another page") { Authorise = ApprovedWith(parts => parts with { MoreClientData = ",\"topOrigin\":\"https://x.example\"" }) },
        new("an extension") { Authorise = ApprovedWith(parts => parts with { Tail = [0xa0] }) },
        new("the flag of an extension") { Authorise = ApprovedWith(parts => parts with { Flags = 0x85 }) },
        new("another relying party") { Authorise = ApprovedWith(parts => parts with { RpId = "example" }) },
        new("nobody verified") { Authorise = ApprovedWith(parts => parts with { Flags = 0x01 }) },
        new("a key in a cloud") { Authorise = ApprovedWith(parts => parts with { Flags = 0x1d }) },
        new("a damaged signature") { Authorise = Approved((w, p) => Damaged(w.Staff["fay"].Sign(SigningPurpose.Approve, p.ToBytes()), s => s[^1] ^= 1)) },
        new("a damaged P-256 signature") { Authorise = Approved((w, p) => Damaged(w.Staff["cho"].Sign(SigningPurpose.Approve, p.ToBytes()), s => s[^1] ^= 1)) },
        new("a P-256 signature in another spelling") { Authorise = Approved((w, p) => Longer(w.Staff["cho"].Sign(SigningPurpose.Approve, p.ToBytes()))) },
    ];

    private static EndCourse[] Deciding =>
    [
        new("two people") { Authorise = By("ben", "dee") },
        new("one person twice") { Authorise = By("ben", "dee", "ben") },
        new("the proposer") { Authorise = By("ann", "ben", "dee") },
        new("the reporter") { Draft = (_, p) => p with { Reporter = "fay" } },
        new("the reviewer") { Draft = (_, p) => p with { Reviewer = "fay" } },
        new("somebody who rides along") { Draft = (_, p) => p with { Reporter = "gus" }, Authorise = By("ben", "dee", "fay", "gus") },
        new("in reach of who asks") { Draft = AskedBy("DE") },
        new("in reach of who stands together with who asks") { Draft = AskedBy("CN"), Authorise = By("ben", "dee", "gus") },
        new("all in reach of one state") { Authorise = By("eve", "fay", "gus") },
        new("all on one line") { Authorise = By("ben", "cho", "hal") },
        new("somebody new") { Before = ChangeRoster, Authorise = By("ben", "dee", "ida") },
        new("too few for a stricter policy") { Before = w => ChangePolicy(w, 4) },
        new("a role that nobody has") { Before = w => ChangePolicy(w, 3, "trust") },
        new("another ground beside it") { Authorise = Saying(p => p with { Ground = "tos:fraud" }) },
        new("another subject beside it") { Authorise = Saying(p => p with { Subject = Convert.ToBase64String(new byte[32]) }) },
        new("other evidence beside it") { Authorise = Saying(p => p with { Evidence = [World.E1, World.E2] }) },
        new("another requester beside it") { Authorise = Saying(p => p with { Requester = new Requester(Requester.OwnInitiative) }) },
        new("a target beside it") { Authorise = Saying(p => p with { Target = p.Id }) },
        new("another time beside it") { Authorise = Saying(p => p with { Expires = p.Expires.AddSeconds(-1) }) },
        new("authorised too late") { BeforeApproving = w => w.Now += 7 * Day },
        new("other bytes than were proposed") { Authorise = (w, p) => w.Authorised(p with { Ground = "tos:fraud" }, "ben", "dee", "fay") },
        new("an order of another type") { Draft = (w, p) => w.Draft("account.suspend"), Authorise = By("ben", "dee", "fay"), Wait = Day, Reader = "not_an_end: account.suspend" },
        new("another meeting") { Asked = "a2d5f6hjk7mn3pqr4stv2wxyza", Reader = "other_meeting" },
    ];

    private static EndCourse[] Acting =>
    [
        new("no notice") { Notice = (_, _) => null },
        new("a notice of another order") { Notice = (w, _) => w.Notice(w.NewId()) },
        new("a notice put off") { Notice = (w, o) => OrderEntries.NoticeDelayed(w.NewId(), w.Now, o, w.Now + Day) },
        new("a notice after the act") { IsNoticeLast = true },
        new("a second too early after the notice") { Wait = TimeSpan.FromSeconds(899) },
        new("before its time") { Draft = (_, p) => p with { NotBefore = p.NotBefore.AddHours(1) } },
        new("after its time") { Wait = 7 * Day },
        new("the act of another order") { Act = (w, _) => w.Executed(w.NewId()) },
        new("reversed before") { BeforeAct = (w, o) => w.Must(Reversal(w, o)) },
        new("expired before") { Wait = 7 * Day, BeforeAct = (w, o) => w.Must(OrderEntries.Expired(w.NewId(), w.Now, o, "unused")) },
    ];

    /// <summary>What a reader of some entries cannot see: these are for `vigil audit`.</summary>
    private static EndCourse[] OnlyInTheLog =>
    [
        new("carried out twice") { BeforeAct = (w, o) => w.Must(w.Executed(o)), Reader = "ended" },
        new("lapsed") { BeforeAct = (w, _) => ChangeRoster(w), Reader = "ended" },
        new("the eleventh that day") { BeforeApproving = w => Often(w, 10), Reader = "ended" },
        new("a day before a cool-down is over") { Before = w => { ChangeRoster(w); w.Now += 29 * Day; }, Authorise = By("ben", "dee", "ida"), Reader = "ended" },
        new("ratifies nothing") { Draft = (_, p) => p with { Target = "01KB00000000000000000000ZY" }, Reader = "ended" },
    ];

    private static TestMember[] Germans => [.. Staff.Select(m => Alike(m, "DE DE"))];
    private static TestMember[] Foreign => [.. Staff.Take(7), Alike(Staff[7], "EU SE")];
    private static TestMember[] Late => [.. Staff.Take(7), Staff[7].From(World.Begin.AddSeconds(1))];

    private static TestMember Alike(TestMember m, string jurisdictions) => new(m.Id, string.Join(' ', m.Roles), jurisdictions, m.Line, isEd25519: true);

    private static byte[] WithEnd(string member, JsonNode value) => TestJson.Standard(node => node["actions"]!["meeting.end"]![member] = value);

    private static Proposal Earlier(Proposal p, int minutes) => p with { Time = p.Time.AddMinutes(-minutes), Expires = p.Expires.AddMinutes(-minutes) };

    private static Func<World, Proposal, Proposal> AskedBy(string country) => (w, p) => p with { Requester = new Requester(Requester.Government, country, w.Request(country)) };

    private static Func<World, Proposal, Proposal> Court(string country, string type = "court-order", int recordedAfter = 0) => (w, p) =>
    {
        var request = OrderEntries.RequestReceived(w.NewId(), w.Now, w.Now.AddHours(-recordedAfter), World.Details(country, type));
        w.Apply(request);
        return p with { Ground = "law:court-order", Requester = new Requester(Requester.Government, country, request.Id) };
    };

    /// <summary>A court order under seal for a day, opened after so long, or not at all.</summary>
    private static Func<World, Proposal, Proposal> Opened(TimeSpan? after) => (w, p) =>
    {
        using var salt = new SubjectSalt(Salt);
        var details = World.Details("DE");
        var commitment = State.RequestDetails.Commit(salt, details);
        var request = w.Must(OrderEntries.RequestSealed(w.NewId(), w.Now, w.Now, commitment, w.Now + Day)).Id;
        if (after is { } time)
        {
            w.Now += time;
            w.Apply(OrderEntries.RequestOpened(w.NewId(), w.Now, request, salt, details));
        }
        return w.Draft("meeting.end") with { Subject = p.Subject, Ground = "law:court-order", Requester = new Requester(Requester.Government, "DE", request) };
    };

    private static string Unsigned(World w)
    {
        var request = OrderEntries.RequestReceived(w.NewId(), w.Now, w.Now, World.Details("DE", "informal"));
        w.Apply(request);
        return request.Id;
    }

    private static void ChangeRoster(World w) =>
        w.ChangeRoster([.. w.Staff.Values.Where(m => m.Id != "ida"), new TestMember("ida", "trustee", "NO NO", "ngo", isEd25519: true) { Since = w.Now }]);

    private static void ChangePolicy(World w, int approvals, params string[] roles)
    {
        var policy = TestJson.Standard(node =>
        {
            node["actions"]!["meeting.end"]!["approvals"] = approvals;
            node["actions"]!["meeting.end"]!["roles"] = new JsonArray([.. roles.Select(role => (JsonNode)role)]);
        });
        var order = w.Order(w.Draft("policy.change") with { Payload = Convert.ToHexStringLower(SHA256.HashData(policy)) }, "ben", "dee", "fay");
        w.Now += 3 * Day;
        w.Must(OrderEntries.PolicyChange(w.NewId(), w.Now, order, policy));
    }

    private static void Often(World w, int times)
    {
        for (var i = 0; i < times; i++) { w.Order(w.Draft("statement.publish"), "ben", "dee", "fay"); }
    }

    private static LogEntry Reversal(World w, string order) => w.Authorised(w.Draft("order.reverse", "hal") with { Target = order }, "hal");

    private static Func<World, Proposal, LogEntry?> Spelled(string from, string to) => (w, p) =>
    {
        var bytes = Respelled(p, from, to);
        return OrderEntries.Proposed(p, bytes, w.Staff["ann"].Sign(SigningPurpose.Propose, bytes), w.Now);
    };

    private static Func<World, Proposal, LogEntry> ApprovedAs(SigningPurpose purpose) => Approved((w, p) => w.Staff["fay"].Sign(purpose, p.ToBytes()));

    private static byte[] Data(Proposal p) => new AssertionParts { Challenge = SigningPurpose.Approve.Challenge(p.ToBytes()) }.AuthenticatorData;

    private static Assertion Damaged(Assertion good, Action<byte[]> damage)
    {
        var signature = good.Signature.ToArray();
        damage(signature);
        return good with { Signature = signature };
    }

    /// <summary>A zero before the first number, which the one spelling does not have.</summary>
    private static Assertion Longer(Assertion good)
    {
        byte[] der = [.. good.Signature.Span];
        return good with { Signature = (byte[])[der[0], (byte)(der[1] + 1), der[2], (byte)(der[3] + 1), 0, .. der[4..]] };
    }
}
