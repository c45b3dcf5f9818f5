// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Vigil.Orders;
using Vigil.Server.Log.Opening;
using Vigil.Tlog.Entries;

namespace Vigil.Server.Tests.Log;

/// <summary>What a start may pass over without parsing it: only what no rule of orders would look at, in the one spelling of our own writer.</summary>
public class OrderReplayTests
{
    private const string Id = "01K000000000000000000000AA";

    public static TheoryData<string> Types => [.. typeof(EntryTypes).GetFields().Select(name => (string)name.GetValue(null)!), "later.type"];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_type_that_the_rules_judge_is_looked_at(string type)
    {
        var entry = Encoding.UTF8.GetBytes($$"""{"v":1,"type":"{{type}}","id":"{{Id}}","next_due":"2026-11-22T00:00:00Z"}""");
        Assert.Equal(OrderLog.Judges(type), OrderReplay.MayMatter(entry));
    }

    [Fact]
    public void A_statement_matters_only_if_it_promises_the_next()
    {
        Assert.False(OrderReplay.MayMatter(TestEntry.Numbered(1).Bytes.Span));
        var promise = LogEntry.Create(EntryTypes.Statement, Id, DateTimeOffset.UnixEpoch, json =>
        {
            json.WriteString("text", "x");
            json.WriteString("next_due", "2026-11-22T00:00:00Z");
        });
        Assert.True(OrderReplay.MayMatter(promise.Bytes.Span));
    }

    [Theory]
    [InlineData("""{ "v":1,"type":"release"}""")]
    [InlineData("""{"type":"release","v":1}""")]
    [InlineData("""{"v":1,"type":"release","x":"\u0041"}""")]
    [InlineData("""{"v":1,"type":"\u0061ction.executed"}""")]
    [InlineData("""{"v":1,"type":"release""")]
    [InlineData("")]
    public void What_is_spelled_otherwise_is_looked_at(string entry) => Assert.True(OrderReplay.MayMatter(Encoding.UTF8.GetBytes(entry)));
}
