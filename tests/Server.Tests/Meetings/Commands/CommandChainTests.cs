// SPDX-License-Identifier: Apache-2.0
using FsCheck;
using FsCheck.Fluent;
using Vigil.Server.Meetings;
using Vigil.Server.Meetings.Commands;
using Vigil.Server.Tests.Support;

namespace Vigil.Server.Tests.Meetings.Commands;

/// <summary>One order, and nothing in it that does not belong there.</summary>
public class CommandChainTests
{
    private static readonly CommandKind[] Kinds = Enum.GetValues<CommandKind>();
    private static readonly string[] Issuers = ["host key", .. Cast.Names];

    /// <summary>What somebody tries: to build on the newest head, or on one that was current some commands ago.</summary>
    internal sealed record Attempt(string Issuer, CommandKind Kind, string Target, byte Value, int Behind);

    [Fact]
    public void Every_byte_of_a_command_counts()
    {
        var cast = new Cast();
        var command = cast.Next.Next(cast.Meeting.Host, CommandKind.Settings, TestChain.Settings(lobby: true));
        for (var i = 0; i < command.Length; i++)
        {
            var changed = command.ToArray();
            changed[i] ^= 1;
            Assert.NotEqual(CommandProblem.None, cast.Offer(changed));
        }
        Assert.False(cast.Chain.Settings.Lobby);
        Assert.Equal(CommandProblem.None, cast.Offer(command));
        Assert.True(cast.Chain.Settings.Lobby);
    }

    [Fact]
    public void A_command_fits_one_place_of_one_group_of_one_meeting()
    {
        var cast = new Cast();
        var command = cast.Next.Take(cast.Meeting.Host, CommandKind.Settings, TestChain.Settings(lobby: true));
        Assert.Equal(CommandProblem.None, cast.Offer(command));
        Assert.Equal(CommandProblem.OutOfPlace, cast.Offer(command));

        // The same host key and the same place, but another group, and another meeting with the same group id's random part.
        byte[] otherGroup = [.. cast.Meeting.Id.Span, .. Enumerable.Repeat((byte)1, 16)];
        var settings = TestChain.Settings();
        foreach (var stranger in new[] { new TestChain(cast.Meeting, otherGroup), new TestChain(new TestMeeting(cast.Meeting.Host), cast.GroupId) })
        {
            (stranger.Number, stranger.Previous) = (cast.Next.Number, cast.Next.Previous);
            Assert.Equal(CommandProblem.BadSignature, cast.Offer(stranger.Next(cast.Meeting.Host, CommandKind.Settings, settings)));
        }
        foreach (var number in new ulong[] { 0, cast.Next.Number - 1, cast.Next.Number + 1, ulong.MaxValue })
        {
            var wrong = new TestChain(cast.Meeting, cast.GroupId) { Number = number, Previous = cast.Next.Previous };
            Assert.Equal(CommandProblem.OutOfPlace, cast.Offer(wrong.Next(cast.Meeting.Host, CommandKind.Settings, settings)));
        }
        Assert.Equal(CommandProblem.None, cast.Append(cast.Meeting.Host, CommandKind.Settings, settings));
    }

    [Fact]
    public void A_demoted_co_hosts_command_and_the_demotion_cannot_both_count()
    {
        foreach (var demotionIsFirst in new[] { true, false })
        {
            var cast = new Cast();
            var demotion = cast.Next.Next(cast.Meeting.Host, CommandKind.Role, cast.Role("co-host", MeetingRole.Speaker));
            var last = cast.Next.Next(cast.Key("co-host"), CommandKind.Remove, TestChain.Remove(cast.Participant("nobody")));
            Assert.Equal(CommandProblem.None, cast.Offer(demotionIsFirst ? demotion : last));
            Assert.Equal(CommandProblem.OutOfPlace, cast.Offer(demotionIsFirst ? last : demotion));
            Assert.Equal(!demotionIsFirst, cast.Chain.IsRemoved(new ParticipantId(cast.Participant("nobody"))));
        }
    }

    [Fact]
    public void An_ask_names_the_head_and_does_not_become_one()
    {
        var cast = new Cast();
        var (count, head) = (cast.Chain.Commands.Count, cast.Chain.Head);
        var ask = cast.Next.Next(cast.Key("co-host"), CommandKind.Ask, TestChain.Ask(cast.Participant("nobody"), AskedOff.Camera));
        Assert.Equal(CommandProblem.None, cast.Offer(ask));
        Assert.Equal((count, head), (cast.Chain.Commands.Count, cast.Chain.Head));
        Assert.Equal(CommandProblem.None, cast.Append(cast.Meeting.Host, CommandKind.Settings, TestChain.Settings()));
        Assert.Equal(CommandProblem.OutOfPlace, cast.Offer(ask));
    }

    [Fact]
    public void After_the_end_nothing_follows()
    {
        var cast = new Cast();
        Assert.Equal(CommandProblem.None, cast.Append(cast.Key("host"), CommandKind.End));
        Assert.Equal(CommandProblem.Ended, cast.Append(cast.Meeting.Host, CommandKind.Settings, TestChain.Settings()));
        Assert.Equal(CommandProblem.Ended, cast.Append(cast.Meeting.Host, CommandKind.Ask, TestChain.Ask(cast.Participant("host"), AskedOff.Hand)));
    }

    [Fact]
    public void Five_hundred_commands_are_enough()
    {
        var cast = new Cast();
        while (cast.Chain.Commands.Count < CommandChain.Longest)
        {
            Assert.Equal(CommandProblem.None, cast.Append(cast.Meeting.Host, CommandKind.Settings, TestChain.Settings()));
        }
        Assert.Equal(CommandProblem.Full, cast.Append(cast.Meeting.Host, CommandKind.Settings, TestChain.Settings()));
        Assert.Equal(CommandProblem.None, cast.Append(cast.Meeting.Host, CommandKind.Ask, TestChain.Ask(cast.Participant("host"), AskedOff.Hand)));
    }

    [Fact]
    public void A_command_verified_for_one_chain_cannot_be_appended_to_another()
    {
        var (one, other) = (new Cast(), new Cast());
        Assert.Equal(CommandProblem.None, one.Chain.Verify(one.Next.Next(one.Meeting.Host, CommandKind.End), out var verified));
        Assert.Throws<InvalidOperationException>(() => other.Chain.Append(verified!));
    }

    [Fact]
    public void Whatever_is_tried_there_is_one_order_and_the_state_follows_from_it_alone()
    {
        var attempt =
            from issuer in Gen.Elements(Issuers)
            from kind in Gen.Elements(Kinds)
            from target in Gen.Elements(Cast.Names)
            from value in Gen.Choose(1, 4)
            from behind in Gen.Frequency((4, Gen.Constant(0)), (1, Gen.Choose(1, 3)))
            select new Attempt(issuer, kind, target, (byte)value, behind);
        Vigil.Tests.Property.Holds(attempt.ArrayOf(20), Try);
    }

    private static void Try(Attempt[] attempts)
    {
        var cast = new Cast();
        List<(ulong Number, byte[] Previous)> places = [(cast.Next.Number, cast.Next.Previous)];
        foreach (var attempt in attempts)
        {
            var place = places[Math.Max(0, places.Count - 1 - attempt.Behind)];
            (cast.Next.Number, cast.Next.Previous) = place;
            var command = cast.Next.Next(cast.Key(attempt.Issuer), attempt.Kind, Body(cast, attempt));
            var before = cast.Chain.Commands.Count;
            var problem = cast.Offer(command);
            var isTaken = problem == CommandProblem.None && attempt.Kind != CommandKind.Ask;
            Assert.Equal(before + (isTaken ? 1 : 0), cast.Chain.Commands.Count);
            if (place != places[^1]) { Assert.Equal(CommandProblem.OutOfPlace, problem); }
            if (isTaken) { places.Add((place.Number + 1, cast.Chain.Head.Span.ToArray())); }
        }
        AssertSameAsReplayed(cast);
    }

    private static void AssertSameAsReplayed(Cast cast)
    {
        var replayed = new CommandChain(cast.Meeting.Id, new GroupId(cast.GroupId), cast.Meeting.Host.Public, lobby: false);
        foreach (var command in cast.Chain.Commands)
        {
            Assert.Equal(CommandProblem.None, replayed.Verify(command, out var verified));
            Assert.Equal(CommandProblem.None, replayed.Append(verified!));
        }
        Assert.Equal(cast.Chain.Head, replayed.Head);
        Assert.Equal((cast.Chain.Settings, cast.Chain.HasEnded), (replayed.Settings, replayed.HasEnded));
        foreach (var name in Cast.Names)
        {
            Assert.Equal(cast.RoleOf(name), replayed.RoleOf(cast.Key(name).Public));
            var participant = new ParticipantId(cast.Participant(name));
            Assert.Equal(cast.Chain.IsRemoved(participant), replayed.IsRemoved(participant));
        }
    }

    private static byte[] Body(Cast cast, Attempt attempt) => attempt.Kind switch
    {
        CommandKind.Role => cast.Role(attempt.Target, (MeetingRole)attempt.Value),
        CommandKind.Remove => TestChain.Remove(cast.Participant(attempt.Target), attempt.Value > 2),
        CommandKind.Settings => TestChain.Settings(attempt.Value > 2, (Joining)(attempt.Value % 3)),
        CommandKind.Succeed => TestChain.Succeed(cast.Participant(attempt.Target), cast.Key(attempt.Target).Public),
        CommandKind.Ask => TestChain.Ask(cast.Participant(attempt.Target), (AskedOff)attempt.Value),
        _ => [],
    };
}
