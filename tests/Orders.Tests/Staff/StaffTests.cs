// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Vigil.Orders.Actions;
using Vigil.Orders.Entries;
using Vigil.Orders.Reasons;
using Vigil.Orders.Staff;
using Vigil.Orders.Tests.Support;
using Vigil.Tests;
using Vigil.Tlog.Entries;

namespace Vigil.Orders.Tests.Staff;

/// <summary>Rosters, policies and the ceremony that begins with them.</summary>
public sealed class StaffTests
{
    private static readonly IReadOnlyList<TestMember> People = World.EightPeople();

    public static TheoryData<string, string, string> Policies => new()
    {
        { "actions.meeting.end.approvals", "1", "below_floor: meeting.end" },
        { "actions.meeting.end.of", "3", "below_floor: meeting.end" },
        { "actions.meeting.end.jurisdictions", "1", "below_floor: meeting.end" },
        { "actions.meeting.end.lines", "1", "below_floor: meeting.end" },
        { "actions.meeting.end.notice", "599", "below_floor: meeting.end" },
        { "actions.meeting.end.notice", "600", "" },
        { "actions.meeting.end.window", "2592001", "below_floor: meeting.end" },
        { "actions.meeting.end.longest", "60", "below_floor: meeting.end" },
        { "actions.account.suspend.longest", "15552001", "below_floor: account.suspend" },
        { "actions.account.suspend.longest", "null", "policy_malformed: actions" },
        { "actions.account.suspend.long", "{\"over\":259201,\"approvals\":3}", "below_floor: account.suspend" },
        { "actions.account.suspend.long", "{\"over\":259200,\"approvals\":1}", "below_floor: account.suspend" },
        { "actions.account.suspend.long", "{\"over\":259200,\"approvals\":5}", "below_floor: account.suspend" },
        { "actions.account.suspend.notice", "0", "below_floor: account.suspend" },
        { "actions.data.read.approvals", "1", "below_floor: data.read" },
        { "actions.roster.change.delay", "259199", "below_floor: roster.change" },
        { "actions.policy.change.delay", "0", "below_floor: policy.change" },
        { "actions.witness.change.delay", "0", "below_floor: witness.change" },
        { "actions.key.change.delay", "0", "below_floor: key.change" },
        { "actions.breakglass.meeting.longest", "3601", "below_floor: breakglass.meeting" },
        { "actions.breakglass.account.window", "3601", "below_floor: breakglass.account" },
        { "actions.breakglass.account.approvals", "1", "below_floor: breakglass.account" },
        { "actions.order.reverse.jurisdictions", "2", "below_floor: order.reverse" },
        { "actions.order.reverse.approvals", "2", "" },
        { "actions.appeal.uphold.approvals", "1", "below_floor: appeal.uphold" },
        { "actions.meeting.end.roles", "[\"king\"]", "policy_malformed: actions" },
        { "actions.meeting.end.approvals", "3.5", "policy_malformed: actions" },
        { "actions.meeting.end.approvals", "\"3\"", "policy_malformed: actions" },
        { "actions.meeting.end.more", "1", "policy_malformed: actions" },
        { "actions.meeting.mute", "{}", "policy_malformed: actions" },
        { "roster.members", "2", "below_floor: policy" },
        { "roster.trustees", "0", "policy_malformed: roster" },
        { "roster.trustees", "3", "roster_too_narrow" },
        { "roster.jurisdictions", "1", "below_floor: policy" },
        { "per_day", "51", "below_floor: policy" },
        { "cool_down", "2591999", "below_floor: policy" },
        { "vetoes", "3", "below_floor: policy" },
        { "silence", "604801", "below_floor: policy" },
        { "silence", "86399", "below_floor: policy" },
        { "quiet_longest", "31536001", "below_floor: policy" },
        { "operator", "[\"EU\"]", "policy_malformed: operator" },
        { "operator", "[]", "policy_malformed: operator" },
        { "together", "[]", "" },
        { "together", "[[\"CN\"]]", "policy_malformed: together" },
        { "together", "[[\"CN\",\"HK\"],[\"HK\",\"MO\"]]", "policy_malformed: together" },
        { "bypass", "true", "policy_malformed: bypass" },
    };

    [Theory]
    [MemberData(nameof(Policies))]
    public void No_policy_gives_away_what_no_policy_may(string path, string value, string reasons)
    {
        var policy = TestJson.Standard(node => Set(node, path, JsonNode.Parse(value)));
        Assert.Equal(reasons, Begin(World.MakeGenesis(People, policy, People)));
    }

    [Fact]
    public void Both_templates_begin_a_log()
    {
        Assert.Equal("", Begin(World.MakeGenesis(People, TestJson.Standard(), People)));
        TestMember[] three = [People[0], People[1], People[3]];
        Assert.Equal("", Begin(World.MakeGenesis(three, TestJson.Small(), three)));
        Assert.Equal("roster_too_narrow", Begin(World.MakeGenesis(three, TestJson.Standard(), three)));
    }

    [Fact]
    public void Every_founder_signs_this_genesis()
    {
        Assert.Equal("founder_missing: fay", Begin(World.MakeGenesis(People, TestJson.Standard(), People.Where(m => m.Id != "fay"))));
        Assert.Equal("same_person: ann", Begin(World.MakeGenesis(People, TestJson.Standard(), [.. People, People[0]])));
        Assert.StartsWith("founder_missing: ann", Begin(World.MakeGenesis(People, TestJson.Standard(), People, c => SHA256.HashData(c))), StringComparison.Ordinal);
        foreach (var (from, to) in new[] { ("\"per_day\":10", "\"per_day\":11"), ("https://log.example", "https://evil.example"), ("\"line\":\"us\"", "\"line\":\"uk\""), ("\"rp_id\":\"log.example\"", "\"rp_id\":\"example\"") })
        {
            var changed = Encoding.UTF8.GetString(World.MakeGenesis(People, TestJson.Standard(), People).Bytes.Span).Replace(from, to, StringComparison.Ordinal);
            Assert.Contains("founder_missing: hal", Begin(Parse(changed)), StringComparison.Ordinal);
        }
        foreach (var name in new[] { "rp_id", "roster", "policy", "approvals" })
        {
            var node = JsonNode.Parse(World.MakeGenesis(People, TestJson.Standard(), People).Bytes.Span)!.AsObject();
            node.Remove(name);
            Assert.Equal($"genesis_incomplete: {name}", Begin(Parse(node.ToJsonString())));
        }
    }

    [Fact]
    public void Without_a_roster_nothing_can_be_ordered()
    {
        var world = new World(People);
        var order = world.Draft("meeting.end");
        var log = new OrderLog(TestSite.Origin);
        var genesis = LogEntry.Create(EntryTypes.Genesis, world.NewId(), World.Begin, json =>
        {
            json.WriteString("origin", TestSite.Origin);
            json.WriteString("log_key", World.LogKey.ToString());
            json.WriteStartArray("web_origins");
            json.WriteStringValue(TestSite.WebOrigin);
            json.WriteEndArray();
        });
        Assert.Empty(log.Apply(0, genesis));
        Assert.Equal("no_roster", World.Texts(log.Check(1, world.Proposed(order))));
        Assert.Equal("no_roster", World.Texts(log.Check(1, world.Authorised(order, "ben", "dee", "fay"))));
        Assert.Equal("no_roster", World.Texts(log.JudgeApprovals(order.ToBytes(), [], World.Begin).Refusals));
        Assert.Equal("unknown_order", World.Texts(log.Check(1, world.Executed(world.NewId()))));
        Assert.Empty(log.Check(1, OrderEntries.RequestReceived(world.NewId(), World.Begin, World.Begin, World.Details("CN", "informal"))));
        Assert.Equal("genesis_incomplete: second", World.Texts(log.Check(1, world.Genesis)));
    }

    public static TheoryData<string, string> Rosters => new()
    {
        { "\"id\":\"ann\"", "\"id\":\"ben\"" },
        { "\"id\":\"ann\"", "\"id\":\"Ann\"" },
        { "\"residence\":\"FR\"", "\"residence\":\"FX\"" },
        { "\"residence\":\"FR\"", "\"residence\":\"EU\"" },
        { "\"residence\":\"FR\"", "\"residence\":\"fr\"" },
        { "\"roles\":[\"legal\"]", "\"roles\":[]" },
        { "\"roles\":[\"legal\"]", "\"roles\":[\"legal\",\"legal\"]" },
        { "\"roles\":[\"legal\"]", "\"roles\":[\"root\"]" },
        { "\"line\":\"us\"", "\"line\":\"us\",\"admin\":true" },
        { "\"since\":\"2026-01-01T00:00:00Z\"", "\"since\":\"2026-01-01\"" },
        { "\"spki\":\"MCowBQYDK2VwAyEA", "\"spki\":\"MCowBQYDK2VuAyEA" },
        { "\"spki\":\"MFkw", "\"spki\":\"MFkx" },
    };

    [Theory]
    [MemberData(nameof(Rosters))]
    public void A_roster_that_is_none_is_refused(string from, string to)
    {
        var text = Encoding.UTF8.GetString(TestJson.Roster(People));
        var changed = text.Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(text, changed);
        Assert.False(RosterParser.TryParse(JsonElement.Parse(changed), out _, out var refusal));
        Assert.Equal(OrderReason.RosterMalformed, refusal!.Reason);
    }

    [Fact]
    public void One_key_is_one_person()
    {
        var node = JsonNode.Parse(TestJson.Roster(People))!;
        node["members"]![0]!["credentials"]![0]!["spki"] = node["members"]![2]!["credentials"]![0]!["spki"]!.GetValue<string>();
        Assert.False(RosterParser.TryParse(JsonElement.Parse(node.ToJsonString()), out _, out var refusal));
        Assert.Equal("roster_malformed: cho", refusal!.ToString());
        // A point that is not on the curve is no key.
        byte[] spki = [.. People[0].Spki];
        spki[^1] ^= 1;
        Assert.False(StaffKey.TryParse(spki, out _));
    }

    [Fact]
    public void Hostile_rosters_and_policies_do_no_harm() =>
        Fuzz.Run([TestJson.Roster(People.Take(3)), TestJson.Standard(), TestJson.Small()], input =>
        {
            // An entry is UTF-8 before anything else.
            if (!Utf8.IsValid(input)) { return; }
            JsonElement value;
            try { value = JsonElement.Parse(input, new JsonDocumentOptions { AllowDuplicateProperties = false }); }
            catch (Exception e) when (e is JsonException or InvalidOperationException) { return; }
            if (value.ValueKind != JsonValueKind.Object) { return; }
            Assert.NotEqual(RosterParser.TryParse(value, out _, out var roster), roster is not null);
            Assert.NotEqual(PolicyParser.TryParse(value, out _, out var policy), policy is not null);
        });

    [Theory]
    [InlineData(2, "DE,FR", true)]
    [InlineData(2, "DE,DE", false)]
    [InlineData(2, "DE+FR", false)]
    [InlineData(2, "DE+FR,FR", false)]
    [InlineData(2, "DE+FR,FR+US,US+DE", true)]
    [InlineData(2, "HK,MO", false)]
    [InlineData(2, "HK,MO,TW", true)]
    [InlineData(3, "DE,FR", false)]
    [InlineData(3, "DE,FR,US", true)]
    [InlineData(3, "DE,FR,DE+US", false)]
    [InlineData(3, "DE+FR,FR+US,US+DE", false)]
    [InlineData(3, "DE,FR,US,US", true)]
    [InlineData(3, "DE,FR,CN,HK", true)]
    [InlineData(3, "DE,CN,HK", false)]
    public void No_state_has_a_hold_on_all(int wanted, string people, bool spans)
    {
        Assert.True(PolicyParser.TryParse(JsonElement.Parse(TestJson.Standard()), out var policy, out _));
        Member[] members = [.. people.Split(',').Select((codes, n) => new Member(
            $"m{n}", new HashSet<string>(), codes.Split('+').ToHashSet(), "line", World.Begin, []))];
        Assert.Equal(spans, policy!.SpanJurisdictions(members, wanted));
    }

    [Fact]
    public void Every_reason_has_a_name_and_words()
    {
        foreach (var reason in Enum.GetValues<OrderReason>().Where(r => r != OrderReason.None))
        {
            Assert.True(ReasonNames.IsKnown(ReasonNames.Of(reason)));
            Assert.NotEmpty(ReasonWords.Of(new Refusal(reason)));
        }
        Assert.Equal(14, ActionTraits.All.Count);
        Assert.All(ActionTraits.All, a => Assert.Equal(a, ActionTraits.Of(a.Action)));
    }

    private static string Begin(LogEntry genesis) => World.Texts(new OrderLog(TestSite.Origin).Apply(0, genesis));

    private static LogEntry Parse(string text)
    {
        Assert.True(LogEntry.TryParse(Encoding.UTF8.GetBytes(text), out var entry, out var failure), failure.ToString());
        return entry!;
    }

    /// <summary>Names of actions have a dot themselves.</summary>
    private static void Set(JsonNode policy, string path, JsonNode? value)
    {
        var parts = path.Split('.');
        if (parts is ["actions", var area, var verb, .. var rest])
        {
            var actions = policy["actions"]!.AsObject();
            if (rest is [var member]) { actions[$"{area}.{verb}"]!.AsObject()[member] = value; }
            else { actions[$"{area}.{verb}"] = value; }
            return;
        }
        if (parts is [var outer, var inner]) { policy[outer]!.AsObject()[inner] = value; }
        else { policy.AsObject()[path] = value; }
    }
}
