// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Vigil.Server.Crypto;

namespace Vigil.Server.Meetings.Commands;

/// <summary>What the next command of a chain names as the one before it.</summary>
internal sealed class CommandHash(ReadOnlySpan<byte> bytes) : FixedBytes(bytes)
{
    public const int Length = SHA256.HashSizeInBytes;

    /// <summary>A chain belongs to one group: the first command of another fits nowhere in it.</summary>
    public static CommandHash Genesis(GroupId group) => new(SHA256.HashData([.. "vigil/commands/v1\0"u8, .. group.Span]));

    public static CommandHash Of(Command command) => new(SHA256.HashData(command.Bytes));
}
