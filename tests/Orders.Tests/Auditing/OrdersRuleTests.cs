// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Text;
using Vigil.Orders.Auditing;
using Vigil.Orders.Tests.Support;
using Vigil.Tlog.Audit;
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Policies;
using Vigil.Tlog.Tiles;

namespace Vigil.Orders.Tests.Auditing;

/// <summary>The rules of orders in the audit of a whole log. Alone, because one test counts what the processor does.</summary>
[Collection(nameof(Alone))]
public sealed class OrdersRuleTests(ITestOutputHelper output)
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("VIGIL_FUZZ_SECONDS") is not null;

    [Fact]
    public void A_finding_names_the_entry_and_the_rule()
    {
        var world = new World(World.EightPeople());
        var order = world.Order(world.Draft("meeting.end"), "ben", "dee", "fay");
        world.Apply(world.Executed(order));
        var sealing = world.Must(Entries.OrderEntries.RequestSealed(world.NewId(), world.Now, world.Now, new byte[32], world.Now.AddDays(1))).Id;
        var rule = new OrdersRule(TestSite.Origin);
        var findings = Audit(world, rule, world.Now.AddDays(2)).Findings;
        Assert.Equal([(3UL, "no_notice"), (4UL, "missed_opening")], findings.Select(f => (f.Entry!.Value, f.Rule!)));
        Assert.Equal("entry 3 (action.executed): the person concerned was not told", findings[0].Reason);
        Assert.Equal($"entry 4: a sealed request was not opened on its date ({sealing})", findings[1].Reason);
        Assert.Equal((1, 0, 1), (rule.Counts.Authorised, rule.Counts.CarriedOut, rule.Counts.Requests));
    }

    /// <summary>
    /// Made by a tool: 30 people; each order proposed, approved by three, told and carried out. With <c>./test --long</c> 10,000 orders, so
    /// 40,000 signatures, in ten seconds; else a tenth, in a tenth of it.
    /// </summary>
    [Fact]
    public void Ten_thousand_orders_are_audited_in_ten_seconds()
    {
        var orders = IsLong ? 10_000 : 1_000;
        var world = new World(World.ThirtyPeople(), TestJson.Standard());
        for (var i = 0; i < orders; i++)
        {
            // At most eight approvals a day for each; the people change from order to order.
            world.Now = World.Begin.AddMinutes(30 * i);
            var people = Enumerable.Range(0, 4).Select(n => $"m{((i * 4) + n) % 30}").ToArray();
            var p = world.Draft("meeting.end", people[0]);
            world.Entries.Add(world.Proposed(p));
            var order = world.Authorised(p, people[1..]);
            world.Entries.Add(order);
            world.Entries.Add(world.Notice(order.Id));
            world.Now = world.Now.AddMinutes(15);
            world.Entries.Add(world.Executed(order.Id));
        }
        var rule = new OrdersRule(TestSite.Origin);
        var started = Stopwatch.GetTimestamp();
        var before = Environment.CpuUsage.TotalTime;
        var report = Audit(world, rule, world.Now);
        // Of the processor, not of the clock on the wall: what else the machine does is not what is measured.
        var seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        output.WriteLine($"{orders} orders, {world.Entries.Count} entries: audited in {seconds:F1} s of processor time, {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s in all");
        Assert.True(report.Accepted, report.Findings.Count > 0 ? report.Findings[0].Reason : "");
        Assert.Equal(orders, rule.Counts.CarriedOut);
        Assert.True(seconds <= orders / 1000.0, $"{seconds:F1} s");
    }

    private static AuditReport Audit(World world, OrdersRule rule, DateTimeOffset now)
    {
        var tiles = new MemoryTiles();
        var builder = new TileBuilder();
        foreach (var entry in world.Entries) { builder.Append(entry.Bytes.Span, tiles); }
        builder.Flush(tiles);
        Assert.True(LogPolicy.TryParse(Encoding.UTF8.GetBytes($"log {World.LogKey}\nquorum none\n"), out var policy, out _));
        var checkpoint = World.LogSigner.SignNote(new Checkpoint(TestSite.Origin, builder.Head).ToBytes()).ToBytes();
        return new LogAudit(tiles, policy!, new AuditOptions { Rules = [new GenesisRule(TestSite.Origin), new UniqueIdRule(), rule] }).Run(checkpoint, [], now);
    }

    [CollectionDefinition(nameof(Alone), DisableParallelization = true)]
    public sealed class Alone;

    private sealed class MemoryTiles : ITileSource, ITileSink
    {
        private readonly Dictionary<string, byte[]> _tiles = [];

        public void Write(in TilePath path, ReadOnlySpan<byte> bytes) => _tiles[path.ToString()] = bytes.ToArray();

        public bool TryRead(in TilePath path, out ReadOnlyMemory<byte> bytes)
        {
            var found = _tiles.TryGetValue(path.ToString(), out var tile);
            bytes = tile;
            return found;
        }
    }
}
