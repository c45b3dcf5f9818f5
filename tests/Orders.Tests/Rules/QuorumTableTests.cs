// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Vigil.Orders.Approvals;
using Vigil.Orders.Entries;
using Vigil.Orders.Proposals;
using Vigil.Orders.Tests.Support;

namespace Vigil.Orders.Tests.Rules;

/// <summary>Who approves, from where, against which requester, when: tests/data/orders/quorum.txt, with every reason for a refusal.</summary>
public sealed class QuorumTableTests
{
    private static readonly IReadOnlyList<TestMember> Eight = World.EightPeople();

    private static readonly IReadOnlyList<TestMember> Three =
    [
        new("ann", "operator legal", "DE DE", "ops"),
        new("ben", "legal privacy", "FR FR", "law", isEd25519: true),
        new("dee", "trustee privacy", "US US", "us"),
    ];

    private static readonly TestMember Stranger = new("stranger", "legal", "NO NO", "x");

    public static TheoryData<string> Rows =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "data", "quorum.txt")).Where(line => line.Length > 0 && line[0] != '#')];

    [Fact]
    public void There_are_enough_rows() => Assert.True(Rows.Count >= 200, $"{Rows.Count} rows");

    [Theory]
    [MemberData(nameof(Rows))]
    public void Approvals_carry_a_proposal_or_are_refused_for_these_reasons(string line)
    {
        var row = line.Split('|', StringSplitOptions.TrimEntries);
        var world = row[0] == "8" ? WorldOfEight() : new World(Three, TestJson.Small());
        var later = TimeSpan.FromHours(int.Parse(row[7], CultureInfo.InvariantCulture));
        if (row[8].Split('@') is [var count, var before])
        {
            world.Now = World.Begin + later - TimeSpan.FromHours(int.Parse(before, CultureInfo.InvariantCulture));
            for (var i = int.Parse(count, CultureInfo.InvariantCulture); i > 0; i--) { world.Order(world.Draft("statement.publish"), "ben", "cho", "dee"); }
        }
        world.Now = World.Begin + later;

        var proposal = Propose(world, row);
        Assertion[] approvals = [.. row[6].Split(' ').Where(a => a != "-").Select(a => Approve(world, a, proposal.ToBytes()))];
        var verdict = world.Log.JudgeApprovals(proposal.ToBytes(), approvals, world.Now);
        Assert.Equal(row[9] == "allowed" ? "" : row[9], World.Texts(verdict.Refusals));
        if (approvals.Length == 0) { return; }
        // The entry in the log is judged like the approvals before it.
        var entry = OrderEntries.Authorising(world.NewId(), world.Now, proposal, proposal.ToBytes(), approvals);
        Assert.Equal(World.Texts(verdict.Refusals), World.Texts(world.Apply(entry)));
    }

    /// <summary>Hal comes in hour 0 and is there from hour 96 on.</summary>
    private static World WorldOfEight()
    {
        var world = new World([.. Eight.Take(7)]);
        world.ChangeRoster([.. Eight]);
        return world;
    }

    private static Proposal Propose(World world, string[] row)
    {
        var (action, length) = row[1].Split('+') is [var name, var hours] ? (name, hours) : (row[1], "");
        (action, var reader) = action.Split('>') is [var read, var to] ? (read, to) : (action, "");
        var target = action is "order.reverse" or "appeal.uphold" or "appeal.overturn" ? OrderInQuestion(world, row[2], isAppealed: action != "order.reverse") : null;
        var draft = world.Draft(action, row[3]);
        var proposal = draft with
        {
            Requester = row[2] == "-" || target is not null ? draft.Requester : Government(world, row[2]),
            Reporter = row[4] == "-" ? null : row[4],
            Reviewer = row[5] == "-" ? null : row[5],
            Recipient = reader.Length > 0 ? reader : draft.Recipient,
            Target = target,
            Until = length.Length > 0 ? world.Now.AddHours(int.Parse(length, CultureInfo.InvariantCulture)) : draft.Until,
        };
        if (!proposal.Traits.IsUndoing) { world.Must(world.Proposed(proposal)); }
        return proposal;
    }

    private static string OrderInQuestion(World world, string asked, bool isAppealed)
    {
        var draft = world.Draft("meeting.end");
        var order = world.Order(asked == "-" ? draft : draft with { Requester = Government(world, asked) }, "ben", "cho", "dee");
        return isAppealed ? world.Must(OrderEntries.AppealFiled(world.NewId(), world.Now, order)).Id : order;
    }

    private static Requester Government(World world, string country) => new(Requester.Government, country, world.Request(country));

    private static Assertion Approve(World world, string text, byte[] bytes)
    {
        if (text == "?") { return Stranger.Sign(SigningPurpose.Approve, bytes); }
        var good = world.Staff[text.TrimEnd('!')].Sign(SigningPurpose.Approve, bytes);
        return text.EndsWith('!') ? good with { Signature = Damaged(good.Signature.ToArray()) } : good;
    }

    private static byte[] Damaged(byte[] signature)
    {
        signature[^1] ^= 1;
        return signature;
    }
}
