// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Approvals;
using Vigil.Orders.Auditing;
using Vigil.Orders.Entries;
using Vigil.Orders.Proposals;
using Vigil.Orders.Reasons;
using Vigil.Orders.Tests.Support;
using Vigil.Tlog.Audit;

namespace Vigil.Orders.Tests.Auditing;

/// <summary>All that one member did, by the log: what the own key signed, what was tried at the own desk, and nothing that others did in the name.</summary>
public class StaffActsTests
{
    [Fact]
    public void What_a_member_signed_and_tried_is_listed_with_who_else_signed()
    {
        var world = new World(World.EightPeople());
        var end = world.Draft("meeting.end") with { Reviewer = "hal" };
        world.Order(end, "ben", "dee", "fay");
        var other = world.Draft("meeting.end", "hal") with { Reviewer = "gus" };
        world.Must(world.Proposed(other));
        Refused(world, "approve", OrderReason.TooLate, other, [Sign(world, "ann", other), Sign(world, "ben", other)]);
        Refused(world, "act", OrderReason.NotYours, desk: "ann");
        Assert.Equal(
            ["proposed meeting.end [] []", "approved in vain meeting.end [ben] [too_late]", "tried  [] [not_yours]"],
            Told(world, "ann"));
        Assert.Equal(["approved meeting.end [dee fay] []", "approved in vain meeting.end [ann] [too_late]"], Told(world, "ben"));
        Assert.Equal(["named as reviewer meeting.end [] []", "proposed meeting.end [] []"], Told(world, "hal"));
        Assert.Equal(end.Subject, ActsOf(world, "ann").Acts[0].Subject);
        Assert.Empty(Told(world, "cho"));
    }

    [Fact]
    public void Nobody_is_charged_with_a_signature_that_does_not_hold_or_an_entry_against_the_rules()
    {
        var world = new World(World.EightPeople());
        var end = world.Draft("meeting.end") with { Reviewer = "hal" };
        world.Must(world.Proposed(end));
        var forged = Sign(world, "ann", end) with { CredentialId = Sign(world, "gus", end).CredentialId };
        Refused(world, "approve", OrderReason.BadSignature, end, [forged], desk: "ann");
        // Too few: no order, whoever is named in it.
        Assert.NotEmpty(world.Apply(world.Authorised(end, "ben")));
        Assert.Empty(Told(world, "gus"));
        Assert.Empty(Told(world, "ben"));
        Assert.Equal("tried meeting.end [] [bad_signature]", Told(world, "ann")[^1]);
    }

    [Fact]
    public void A_name_that_no_roster_has_is_said_to_be_unknown()
    {
        var world = new World(World.EightPeople());
        Assert.True(ActsOf(world, "ann").IsKnown);
        Assert.False(ActsOf(world, "zoe").IsKnown);
    }

    private static Assertion Sign(World world, string who, Proposal proposal) => world.Staff[who].Sign(SigningPurpose.Approve, proposal.ToBytes());

    private static void Refused(World world, string stage, OrderReason reason, Proposal? proposal = null, IReadOnlyList<Assertion>? approvals = null, string? desk = null) =>
        world.Must(OrderEntries.Refused(world.NewId(), world.Now, stage, [new Refusal(reason)], proposal?.ToBytes() ?? default(ReadOnlyMemory<byte>), approvals, desk: desk));

    private static string[] Told(World world, string member) =>
        [.. ActsOf(world, member).Acts.Select(act => $"{act.Deed} {act.Action} [{string.Join(' ', act.Others)}] [{string.Join(' ', act.Reasons)}]")];

    private static StaffActs ActsOf(World world, string member)
    {
        var rule = new OrdersRule(TestSite.Origin);
        var (acts, findings) = (new StaffActs(member, rule), new AuditFindings());
        for (var i = 0; i < world.Entries.Count; i++)
        {
            rule.OnEntry((ulong)i, world.Entries[i], findings);
            acts.OnEntry((ulong)i, world.Entries[i], findings);
        }
        return acts;
    }
}
