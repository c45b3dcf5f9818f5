// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Security.Cryptography;
using Vigil.Server.Crypto;
using Vigil.Server.Meetings.Commands;

namespace Vigil.Replay.Cast;

/// <summary>Makes commands as a client does, and keeps the place where the next one fits.</summary>
internal sealed class CommandMaker(StagedMeeting meeting, byte[] group)
{
    public ulong Number { get; set; } = 1;

    public byte[] Previous { get; set; } = SHA256.HashData([.. "vigil/commands/v1\0"u8, .. group]);

    public static byte[] Role(ReadOnlySpan<byte> participant, PublicKey leafKey, MeetingRole role) =>
        [.. participant, .. leafKey.Span, (byte)role];

    public static byte[] Remove(ReadOnlySpan<byte> participant, bool barsLink = false) => [.. participant, (byte)(barsLink ? 1 : 0)];

    public static byte[] Settings(
        bool lobby = false, Joining joining = Joining.Open, MeetingRole defaultRole = MeetingRole.Speaker, bool history = false) =>
        [(byte)(lobby ? 1 : 0), (byte)joining, (byte)defaultRole, (byte)(history ? 1 : 0)];

    public static byte[] Succeed(ReadOnlySpan<byte> participant, PublicKey leafKey) => [.. participant, .. leafKey.Span];

    public static byte[] Ask(ReadOnlySpan<byte> participant, AskedOff what) => [.. participant, (byte)what];

    /// <summary>The command that fits here; it is not counted as taken.</summary>
    public byte[] Next(KeyPair issuer, CommandKind kind, params byte[] body)
    {
        byte[] head = [1, .. BigEndian(Number), .. Previous, .. issuer.Public.Span, (byte)kind, .. body];
        return [.. head, .. issuer.Sign([.. "vigil/command/v1\0"u8, .. meeting.Id.Span, .. group, .. head])];
    }

    /// <summary>Makes it, and goes on behind it.</summary>
    public byte[] Take(KeyPair issuer, CommandKind kind, params byte[] body)
    {
        var command = Next(issuer, kind, body);
        (Number, Previous) = (Number + 1, SHA256.HashData(command));
        return command;
    }

    private static byte[] BigEndian(ulong value)
    {
        var bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return bytes;
    }
}
