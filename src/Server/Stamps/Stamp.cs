// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Vigil.Server.Crypto;
using Vigil.Server.Meetings;

namespace Vigil.Server.Stamps;

/// <summary>The server's word that a participant sent a commitment, when, and after which other (docs/protocol/meeting.md section 10).</summary>
internal readonly ref struct Stamp
{
    public const int Length = SignatureAt + Signature.Length;
    public const int TagLength = 32;
    public const int PreviousLength = 32;

    public const byte Version = 1;
    public const int MeetingAt = 1;
    public const int ParticipantAt = MeetingAt + MeetingId.Length;
    public const int EpochAt = ParticipantAt + ParticipantId.Length;
    public const int SeqAt = EpochAt + sizeof(ulong);
    public const int TimeAt = SeqAt + sizeof(ulong);
    public const int PreviousAt = TimeAt + sizeof(ulong);
    public const int CommitmentAt = PreviousAt + PreviousLength;
    public const int KeyAt = CommitmentAt + EnvelopeHead.CommitmentLength;
    public const int TagAt = KeyAt + sizeof(uint);
    public const int SignatureAt = TagAt + TagLength;

    private readonly ReadOnlySpan<byte> _bytes;

    private Stamp(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public ReadOnlySpan<byte> Meeting => _bytes[MeetingAt..ParticipantAt];

    public ReadOnlySpan<byte> Participant => _bytes[ParticipantAt..EpochAt];

    public ulong Epoch => BinaryPrimitives.ReadUInt64BigEndian(_bytes[EpochAt..]);

    public ulong Seq => BinaryPrimitives.ReadUInt64BigEndian(_bytes[SeqAt..]);

    /// <summary>POSIX milliseconds.</summary>
    public ulong Time => BinaryPrimitives.ReadUInt64BigEndian(_bytes[TimeAt..]);

    /// <summary>SHA-256 of the room's previous stamp, zeros for the first: the order of several messages can be shown.</summary>
    public ReadOnlySpan<byte> Previous => _bytes[PreviousAt..CommitmentAt];

    public ReadOnlySpan<byte> Commitment => _bytes[CommitmentAt..KeyAt];

    /// <summary>Which franking key made the tag.</summary>
    public uint Key => BinaryPrimitives.ReadUInt32BigEndian(_bytes[KeyAt..]);

    public ReadOnlySpan<byte> Tag => _bytes[TagAt..SignatureAt];

    /// <summary>What the tag covers, behind <see cref="Label"/>.</summary>
    public ReadOnlySpan<byte> Tagged => _bytes[..KeyAt];

    public static ReadOnlySpan<byte> Label => "vigil/stamp/v1\0"u8;

    public static bool TryParse(ReadOnlySpan<byte> bytes, out Stamp stamp)
    {
        stamp = new Stamp(bytes);
        return bytes.Length == Length && bytes[0] == Version;
    }

    public bool IsSignedBy(PublicKey stampKey) =>
        Ed25519.Verify(stampKey, new SigningInput(Label).Add(_bytes[..SignatureAt]).Span, new Signature(_bytes[SignatureAt..]));
}
