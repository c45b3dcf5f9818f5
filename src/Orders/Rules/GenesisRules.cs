// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Vigil.Orders.Approvals;
using Vigil.Orders.Reasons;
using Vigil.Orders.Staff;
using Vigil.Orders.State;
using Vigil.Tlog.Entries;

namespace Vigil.Orders.Rules;

/// <summary>The first roster and policy: signed by everybody who is in it, or there is none (docs/protocol/orders.md section 2).</summary>
internal static class GenesisRules
{
    private static readonly string[] StaffMembers = ["rp_id", "roster", "policy", "approvals"];

    public static Step Judge(OrderState state, ulong index, LogEntry entry)
    {
        // A second one is refused by the log's own rule, and gives nobody staff here.
        if (index != 0) { return Step.Refuse(OrderReason.GenesisIncomplete, "second"); }
        var present = StaffMembers.Where(name => entry.Body.TryGetProperty(name, out _)).ToArray();
        if (present.Length == 0) { return Step.Nothing; }
        if (present.Length < StaffMembers.Length) { return Step.Refuse(OrderReason.GenesisIncomplete, StaffMembers.Except(present).First()); }

        var hash = OrderState.HashOf(entry.Bytes.Span);
        if (!RosterParser.TryParse(entry.Body.GetProperty("roster"), out var members, out var refusal)) { return Step.Refuse(refusal!); }
        if (!PolicyParser.TryParse(entry.Body.GetProperty("policy"), out var policy, out refusal)) { return Step.Refuse(refusal!); }
        var roster = new Roster(members, hash, index);
        policy = policy! with { Hash = hash, Index = index };
        if (!ChangeRules.IsWideEnough(members, policy)) { return Step.Refuse(OrderReason.RosterTooNarrow); }
        if (members.FirstOrDefault(m => m.Since > entry.Time) is { } backdated) { return Step.Refuse(OrderReason.Backdated, backdated.Id); }

        var site = new RelyingParty(entry.Body.GetProperty("rp_id").GetString()!, Origins(entry.Body));
        var refusals = CheckFounders(entry.Body, roster, site).ToArray();
        return new Step(refusals, () => (state.Roster, state.Policy, state.Site) = (roster, policy, site));
    }

    /// <summary>What the founders sign: all that a genesis says about who decides here, and for which log and site.</summary>
    public static byte[] CeremonyBytes(JsonElement genesis)
    {
        var text = string.Join('\n',
            genesis.GetProperty("origin").GetString(),
            genesis.GetProperty("log_key").GetString(),
            genesis.GetProperty("rp_id").GetString(),
            string.Join(' ', Origins(genesis)),
            HashOfValue(genesis.GetProperty("roster")),
            HashOfValue(genesis.GetProperty("policy")));
        return Encoding.UTF8.GetBytes(text + "\n");
    }

    /// <summary>The hash of a value's bytes as they stand in the entry.</summary>
    public static string HashOfValue(JsonElement value) => OrderState.HashOf(JsonMarshal.GetRawUtf8Value(value));

    private static List<Refusal> CheckFounders(JsonElement genesis, Roster roster, RelyingParty site)
    {
        if (!AssertionSchema.AreAssertions(genesis.GetProperty("approvals"))) { return [new Refusal(OrderReason.GenesisIncomplete, "approvals")]; }
        var challenge = SigningPurpose.Genesis.Challenge(CeremonyBytes(genesis));
        var missing = roster.Members.Select(m => m.Id).ToHashSet(StringComparer.Ordinal);
        var refusals = new List<Refusal>();
        foreach (var assertion in Assertion.ReadAll(genesis.GetProperty("approvals")))
        {
            var problem = AssertionCheck.Verify(assertion, roster, site, challenge, out var member);
            if (problem == OrderReason.None && !missing.Remove(member!.Id)) { problem = OrderReason.SamePerson; }
            if (problem != OrderReason.None) { refusals.Add(new Refusal(problem, member?.Id ?? "")); }
        }
        refusals.AddRange(missing.Order().Select(id => new Refusal(OrderReason.FounderMissing, id)));
        return refusals;
    }

    private static string[] Origins(JsonElement genesis) => [.. genesis.GetProperty("web_origins").EnumerateArray().Select(o => o.GetString()!)];
}
