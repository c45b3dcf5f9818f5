// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Crypto;
using Vigil.Server.Meetings.Commands;
using Vigil.Server.Tests.Support;
using Vigil.Tests;

namespace Vigil.Server.Tests.Meetings.Commands;

public class CommandTests
{
    private static readonly TestMeeting Meeting = new();
    private static readonly TestChain Chain = new(Meeting, [.. Meeting.Id.Span, .. new byte[16]]);
    private static readonly byte[] Participant = [.. Enumerable.Repeat((byte)7, 16)];
    private static readonly PublicKey Leaf = KeyPair.Random().Public;

    [Theory]
    [InlineData(CommandKind.Role, 187)]
    [InlineData(CommandKind.Remove, 155)]
    [InlineData(CommandKind.Settings, 142)]
    [InlineData(CommandKind.End, 138)]
    [InlineData(CommandKind.Succeed, 186)]
    [InlineData(CommandKind.Ask, 155)]
    internal void Each_kind_has_its_length_and_no_other(CommandKind kind, int length)
    {
        var bytes = Chain.Next(Meeting.Host, kind, Body(kind));
        Assert.Equal(length, bytes.Length);
        Assert.True(Command.TryParse(bytes, out var command));
        Assert.Equal((1UL, kind, Meeting.Host.Public), (command!.Number, command.Kind, command.IssuerKey));
        Assert.Equal(Chain.Previous, command.Previous.Span);
        for (var shorter = 0; shorter < length; shorter++) { Assert.False(Command.TryParse(bytes.AsSpan(0, shorter), out _), $"{shorter} bytes"); }
        Assert.False(Command.TryParse([.. bytes, 0], out _));
        Assert.False(Command.TryParse([2, .. bytes[1..]], out _), "another version");
    }

    [Fact]
    public void Bodies_are_read()
    {
        Assert.Equal(new RoleBody(new(Participant), Leaf, MeetingRole.CoHost), Read(CommandKind.Role, TestChain.Role(Participant, Leaf, MeetingRole.CoHost)));
        Assert.Equal(new RemoveBody(new(Participant), BarsLink: true), Read(CommandKind.Remove, TestChain.Remove(Participant, barsLink: true)));
        Assert.Equal(
            new SettingsBody(new MeetingSettings(Lobby: true, Joining.Locked, MeetingRole.Listener, History: true)),
            Read(CommandKind.Settings, TestChain.Settings(true, Joining.Locked, MeetingRole.Listener, true)));
        Assert.Equal(new EndBody(), Read(CommandKind.End, []));
        Assert.Equal(new SucceedBody(new(Participant), Leaf), Read(CommandKind.Succeed, TestChain.Succeed(Participant, Leaf)));
        Assert.Equal(new AskBody(new(Participant), AskedOff.Hand), Read(CommandKind.Ask, TestChain.Ask(Participant, AskedOff.Hand)));
    }

    [Theory]
    [InlineData(CommandKind.Role, 0)]
    [InlineData(CommandKind.Role, 5)]
    [InlineData(CommandKind.Remove, 2)]
    [InlineData(CommandKind.Ask, 0)]
    [InlineData(CommandKind.Ask, 5)]
    internal void A_last_byte_outside_its_table_is_no_command(CommandKind kind, byte last) =>
        Assert.Null(Read(kind, [.. Body(kind)[..^1], last]));

    [Theory]
    [InlineData(2, 0, 3, 0)]
    [InlineData(0, 3, 3, 0)]
    [InlineData(0, 0, 2, 0)]
    [InlineData(0, 0, 5, 0)]
    [InlineData(0, 0, 3, 2)]
    public void Settings_outside_their_table_are_no_command(byte lobby, byte joining, byte role, byte history) =>
        Assert.Null(Read(CommandKind.Settings, [lobby, joining, role, history]));

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(127)]
    [InlineData(129)]
    [InlineData(255)]
    public void Other_kinds_are_no_command(byte kind) => Assert.Null(Read((CommandKind)kind, []));

    [Fact]
    public void Hostile_bytes_neither_throw_nor_pass_for_what_was_not_signed()
    {
        byte[][] corpus = [.. Enum.GetValues<CommandKind>().Select(kind => Chain.Next(Meeting.Host, kind, Body(kind)))];
        var chain = new CommandChain(Meeting.Id, new([.. Meeting.Id.Span, .. new byte[16]]), Meeting.Host.Public, lobby: false);
        Fuzz.Run(
            corpus,
            bytes =>
            {
                var isParsed = Command.TryParse(bytes, out var command);
                Assert.Equal(isParsed, command is not null);
                if (isParsed) { Assert.True(bytes.SequenceEqual(command!.Bytes)); }
                var isOriginal = corpus.Any(good => good.AsSpan().SequenceEqual(command?.Bytes));
                Assert.Equal(isOriginal, chain.Verify(command?.Bytes ?? [], out _) == CommandProblem.None);
            },
            rounds: 5_000);
    }

    private static byte[] Body(CommandKind kind) => kind switch
    {
        CommandKind.Role => TestChain.Role(Participant, Leaf, MeetingRole.Speaker),
        CommandKind.Remove => TestChain.Remove(Participant),
        CommandKind.Settings => TestChain.Settings(),
        CommandKind.Succeed => TestChain.Succeed(Participant, Leaf),
        CommandKind.Ask => TestChain.Ask(Participant, AskedOff.Camera),
        _ => [],
    };

    private static CommandBody? Read(CommandKind kind, byte[] body) =>
        Command.TryParse(Chain.Next(Meeting.Host, kind, body), out var command) ? command!.Body : null;
}
