// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Crypto;

namespace Vigil.Server.Meetings.Commands;

/// <summary>
/// The commands of one group in their one order, and what follows from them. Pure: the same bytes in the same order make
/// the same state at every client and here. Not thread-safe, but for <see cref="Verify"/>.
/// </summary>
internal sealed class CommandChain
{
    public const int Longest = 500;

    private readonly MeetingId _meeting;
    private readonly GroupId _group;
    private readonly RoleTable _roles;
    private readonly CommandRights _rights;
    private readonly List<byte[]> _commands = [];

    public CommandChain(MeetingId meeting, GroupId group, PublicKey hostKey, bool lobby)
    {
        (_meeting, _group) = (meeting, group);
        _roles = new RoleTable(hostKey);
        _rights = new CommandRights(hostKey, _roles);
        Settings = MeetingSettings.Initial(lobby);
        Head = CommandHash.Genesis(group);
    }

    public IReadOnlyList<byte[]> Commands => _commands;

    public CommandHash Head { get; private set; }

    public MeetingSettings Settings { get; private set; }

    public bool HasEnded { get; private set; }

    private ulong NextNumber => (ulong)_commands.Count + 1;

    public MeetingRole RoleOf(PublicKey leafKey) => _roles.Given(leafKey)?.Role ?? Settings.DefaultRole;

    public bool IsRemoved(ParticipantId participant) => _roles.IsRemoved(participant);

    /// <summary>Reads a command and checks its signature, which takes long enough to be done before a lock is taken.</summary>
    public CommandProblem Verify(ReadOnlySpan<byte> bytes, out VerifiedCommand? verified)
    {
        verified = null;
        if (!Command.TryParse(bytes, out var command)) { return CommandProblem.Malformed; }
        var signed = new SigningInput("vigil/command/v1\0"u8).Add(_meeting).Add(_group).Add(command!.Signed);
        if (!Ed25519.Verify(command.IssuerKey, signed.Span, command.Signature)) { return CommandProblem.BadSignature; }
        verified = new VerifiedCommand(this, command);
        return CommandProblem.None;
    }

    /// <summary>Compare-and-swap on (number, previous). An <c>ask</c> is checked as all the others and advances nothing.</summary>
    public CommandProblem Append(VerifiedCommand verified)
    {
        var command = verified.Of(this);
        if (Check(command) is not CommandProblem.None and var problem) { return problem; }
        if (command.Kind == CommandKind.Ask) { return CommandProblem.None; }
        Apply(command);
        _commands.Add(command.Bytes);
        Head = CommandHash.Of(command);
        return CommandProblem.None;
    }

    private CommandProblem Check(Command command)
    {
        if (command.Number != NextNumber || !command.Previous.Equals(Head)) { return CommandProblem.OutOfPlace; }
        if (HasEnded) { return CommandProblem.Ended; }
        if (!_rights.Allow(command)) { return CommandProblem.NotAllowed; }
        return _commands.Count >= Longest && command.Kind != CommandKind.Ask ? CommandProblem.Full : CommandProblem.None;
    }

    private void Apply(Command command)
    {
        switch (command.Body)
        {
            case RoleBody role: _roles.Give(role.LeafKey, new GivenRole(role.Role, role.Participant, command.IssuerKey)); break;
            case RemoveBody remove: _roles.Remove(remove.Participant); break;
            case SettingsBody settings: Settings = settings.Settings; break;
            case SucceedBody succeed: _roles.Move(command.IssuerKey, succeed.Participant, succeed.LeafKey); break;
            case EndBody: HasEnded = true; break;
            default: throw new InvalidOperationException("a kind that does not become part of a chain");
        }
    }
}

/// <summary>A command whose layout and signature are good for one chain. Nothing else can be appended.</summary>
internal sealed class VerifiedCommand
{
    private readonly CommandChain _chain;

    internal VerifiedCommand(CommandChain chain, Command command) => (_chain, Command) = (chain, command);

    public Command Command { get; }

    public Command Of(CommandChain chain) =>
        chain == _chain ? Command : throw new InvalidOperationException("this command was verified for another chain");
}
