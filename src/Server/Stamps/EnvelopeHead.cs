// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Vigil.Server.Stamps;

/// <summary>The clear head of an application message (docs/protocol/meeting.md section 5): all of it that the server can read.</summary>
internal readonly ref struct EnvelopeHead
{
    public const int CommitmentLength = 32;

    private const byte Version = 1;
    private const int EpochAt = 1;
    private const int LeafAt = EpochAt + sizeof(ulong);
    private const int SeqAt = LeafAt + sizeof(uint);
    private const int CommitmentAt = SeqAt + sizeof(ulong);
    private const int SealedAt = CommitmentAt + CommitmentLength;

    /// <summary>Nonce, k_f, the sender's signature, tag: what is sealed around the message.</summary>
    private const int SealedOverhead = 12 + 32 + 64 + 16;
    private const int LargestMessage = 48 * 1024;

    private EnvelopeHead(ReadOnlySpan<byte> body)
    {
        Epoch = BinaryPrimitives.ReadUInt64BigEndian(body[EpochAt..]);
        Seq = BinaryPrimitives.ReadUInt64BigEndian(body[SeqAt..]);
        Commitment = body[CommitmentAt..SealedAt];
    }

    public ulong Epoch { get; }

    public ulong Seq { get; }

    public ReadOnlySpan<byte> Commitment { get; }

    public static bool TryParse(ReadOnlySpan<byte> body, out EnvelopeHead head)
    {
        head = default;
        var message = body.Length - SealedAt - SealedOverhead;
        if (message is < 1 or > LargestMessage || body[0] != Version) { return false; }
        head = new EnvelopeHead(body);
        return head.Seq > 0;
    }
}
