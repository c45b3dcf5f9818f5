// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Crypto;

namespace Vigil.Server.Meetings.Commands;

/// <summary>What a command is for; one type for each kind.</summary>
internal abstract record CommandBody
{
    /// <summary>Null for a kind, a length or a value that the protocol does not have.</summary>
    public static CommandBody? Parse(CommandKind kind, ReadOnlySpan<byte> bytes) => kind switch
    {
        CommandKind.Role => RoleBody.Parse(bytes),
        CommandKind.Remove => RemoveBody.Parse(bytes),
        CommandKind.Settings => SettingsBody.Parse(bytes),
        CommandKind.End => bytes.IsEmpty ? new EndBody() : null,
        CommandKind.Succeed => SucceedBody.Parse(bytes),
        CommandKind.Ask => AskBody.Parse(bytes),
        _ => null,
    };
}

internal sealed record RoleBody(ParticipantId Participant, PublicKey LeafKey, MeetingRole Role) : CommandBody
{
    private const int LeafKeyAt = ParticipantId.Length;
    private const int RoleAt = LeafKeyAt + PublicKey.Length;

    public static RoleBody? Parse(ReadOnlySpan<byte> bytes) =>
        bytes.Length == RoleAt + 1 && bytes[RoleAt] is >= (byte)MeetingRole.Host and <= (byte)MeetingRole.Listener
            ? new RoleBody(new ParticipantId(bytes[..LeafKeyAt]), new PublicKey(bytes[LeafKeyAt..RoleAt]), (MeetingRole)bytes[RoleAt])
            : null;
}

/// <summary>With <paramref name="BarsLink"/> the link that the removed one came by opens nothing any more, either.</summary>
internal sealed record RemoveBody(ParticipantId Participant, bool BarsLink) : CommandBody
{
    public static RemoveBody? Parse(ReadOnlySpan<byte> bytes) => bytes.Length == ParticipantId.Length + 1 && bytes[^1] <= 1
        ? new RemoveBody(new ParticipantId(bytes[..^1]), bytes[^1] == 1)
        : null;
}

internal sealed record SettingsBody(MeetingSettings Settings) : CommandBody
{
    public static SettingsBody? Parse(ReadOnlySpan<byte> bytes) =>
        bytes is [<= 1, <= (byte)Joining.Locked, (byte)MeetingRole.Speaker or (byte)MeetingRole.Listener, <= 1]
            ? new SettingsBody(new MeetingSettings(bytes[0] == 1, (Joining)bytes[1], (MeetingRole)bytes[2], bytes[3] == 1))
            : null;
}

internal sealed record EndBody : CommandBody;

/// <summary>The issuer's role goes to its own new entry after a lost connection.</summary>
internal sealed record SucceedBody(ParticipantId Participant, PublicKey LeafKey) : CommandBody
{
    public static SucceedBody? Parse(ReadOnlySpan<byte> bytes) => bytes.Length == ParticipantId.Length + PublicKey.Length
        ? new SucceedBody(new ParticipantId(bytes[..ParticipantId.Length]), new PublicKey(bytes[ParticipantId.Length..]))
        : null;
}

internal sealed record AskBody(ParticipantId Participant, AskedOff What) : CommandBody
{
    public static AskBody? Parse(ReadOnlySpan<byte> bytes) =>
        bytes.Length == ParticipantId.Length + 1 && bytes[^1] is >= (byte)AskedOff.Microphone and <= (byte)AskedOff.Hand
            ? new AskBody(new ParticipantId(bytes[..^1]), (AskedOff)bytes[^1])
            : null;
}
