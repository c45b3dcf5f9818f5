// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Vigil.Server.Mls;

namespace Vigil.Replay.Cast;

/// <summary>PublicMessages whose head is right and whose rest is noise: more than a mailbox looks at.</summary>
internal static class MlsMessages
{
    public static byte[] Public(
        ReadOnlySpan<byte> group, ulong epoch, SenderType sender, ReadOnlySpan<byte> authenticatedData, ContentType content = ContentType.Commit)
    {
        var epochBytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(epochBytes, epoch);
        byte[] leaf = sender is SenderType.Member or SenderType.External ? [0, 0, 0, 7] : [];
        return [0, 1, 0, 1, .. Vector(group), .. epochBytes, (byte)sender, .. leaf, .. Vector(authenticatedData), (byte)content, 0xde, 0xad];
    }

    private static byte[] Vector(ReadOnlySpan<byte> content) => content.Length < 64
        ? [(byte)content.Length, .. content]
        : [(byte)(0x40 | (content.Length >> 8)), (byte)content.Length, .. content];
}
