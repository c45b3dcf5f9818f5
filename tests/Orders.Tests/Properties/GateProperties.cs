// SPDX-License-Identifier: Apache-2.0
using FsCheck;
using FsCheck.Fluent;
using Vigil.Orders.Tests.Support;
using Vigil.Tlog.Entries;
using Property = Vigil.Tests.Property;

namespace Vigil.Orders.Tests.Properties;

/// <summary>Whatever staff try, in whatever order: judged a second time by <see cref="Oracle"/>, which shares no code with the rules.</summary>
public sealed class GateProperties
{
    private static readonly IReadOnlyList<TestMember> Staff = World.EightPeople();
    private static readonly byte[] Policy = TestJson.Standard(node => node["per_day"] = Oracle.PerDay);

    private static readonly Gen<Move[]> Plays =
        Gen.Choose(0, 14).SelectMany(kind => Gen.Choose(0, 1000).Three().Select(n => new Move(kind, n.Item1, n.Item2, n.Item3))).ArrayOf(25);

    [Fact]
    public void Nothing_that_breaks_the_policy_passes_the_gate()
    {
        var allowed = 0;
        Property.Holds(Plays, moves =>
        {
            var log = Play(moves, hasGate: true);
            var oracle = new Oracle(log).Run();
            Assert.Empty(oracle.Violations);
            Assert.Empty(Audit(log));
            allowed += oracle.Allowed;
        });
        // A gate that lets nothing pass would pass this test, too.
        Assert.True(allowed > 200, $"{allowed} acts were allowed");
    }

    [Fact]
    public void Every_log_with_an_act_against_the_policy_is_flagged_at_that_act()
    {
        var violating = 0;
        var acts = 0;
        Property.Holds(Plays, moves =>
        {
            var log = Play(moves, hasGate: false);
            var oracle = new Oracle(log).Run();
            var flagged = Audit(log);
            Assert.All(oracle.Violations, index => Assert.Contains(index, flagged.Keys));
            // And the other way round: what the second opinion allows is not flagged.
            var executed = Enumerable.Range(0, log.Count).Where(i => log[i].Type is EntryTypes.ActionExecuted or EntryTypes.RosterChange).Except(oracle.Violations).ToArray();
            Assert.All(executed, index => Assert.Equal("", flagged.GetValueOrDefault(index, "")));
            violating += oracle.Violations.Count > 0 ? 1 : 0;
            acts += executed.Length;
        });
        Assert.True(violating > 100, $"{violating} logs were against the policy");
        Assert.True(acts > 100, $"{acts} acts were within it");
    }

    private static IReadOnlyList<LogEntry> Play(Move[] moves, bool hasGate)
    {
        var player = new Player(Staff, Policy, hasGate);
        player.Play(moves);
        return player.Log;
    }

    /// <summary>The entries in which a stranger, from the entries alone, finds something wrong, and what.</summary>
    private static Dictionary<int, string> Audit(IReadOnlyList<LogEntry> log)
    {
        var audited = new OrderLog(TestSite.Origin);
        return Enumerable.Range(0, log.Count)
            .Select(i => (Index: i, Reasons: World.Texts(audited.Apply((ulong)i, log[i]))))
            .Where(entry => entry.Reasons.Length > 0)
            .ToDictionary(entry => entry.Index, entry => entry.Reasons);
    }
}
