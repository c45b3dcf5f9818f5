// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Security.Cryptography;
using Vigil.Server.Crypto;
using Vigil.Server.Meetings;

namespace Vigil.Server.Stamps;

/// <summary>Makes stamps, and tells its own from others. It keeps nothing of what it stamped.</summary>
internal sealed class StampSigner(StampKeys keys)
{
    public PublicKey PublicKey => keys.PublicKey;

    /// <remarks>
    /// (1) what is said, in the order of the layout
    /// (2) the tag, which this server alone can check        <see cref="StampKeys.Tag"/>
    /// (3) the signature, which everybody can check          <see cref="StampKeys.Sign"/>
    /// </remarks>
    public byte[] Sign(MeetingId meeting, ParticipantId sender, in EnvelopeHead head, DateTimeOffset time, ReadOnlySpan<byte> previous)
    {
        // (1)
        var stamp = new byte[Stamp.Length];
        stamp[0] = Stamp.Version;
        meeting.Span.CopyTo(stamp.AsSpan(Stamp.MeetingAt));
        sender.Span.CopyTo(stamp.AsSpan(Stamp.ParticipantAt));
        BinaryPrimitives.WriteUInt64BigEndian(stamp.AsSpan(Stamp.EpochAt), head.Epoch);
        BinaryPrimitives.WriteUInt64BigEndian(stamp.AsSpan(Stamp.SeqAt), head.Seq);
        BinaryPrimitives.WriteUInt64BigEndian(stamp.AsSpan(Stamp.TimeAt), (ulong)time.ToUnixTimeMilliseconds());
        previous.CopyTo(stamp.AsSpan(Stamp.PreviousAt, Stamp.PreviousLength));
        head.Commitment.CopyTo(stamp.AsSpan(Stamp.CommitmentAt));
        // (2)
        var key = keys.Tag(stamp.AsSpan(0, Stamp.KeyAt), stamp.AsSpan(Stamp.TagAt, Stamp.TagLength));
        BinaryPrimitives.WriteUInt32BigEndian(stamp.AsSpan(Stamp.KeyAt), key);
        // (3)
        keys.Sign(new SigningInput(Stamp.Label).Add(stamp.AsSpan(0, Stamp.SignatureAt)).Span).CopyTo(stamp.AsSpan(Stamp.SignatureAt));
        return stamp;
    }

    public TagCheck Check(in Stamp stamp)
    {
        Span<byte> tag = stackalloc byte[Stamp.TagLength];
        if (!keys.TryTag(stamp.Key, stamp.Tagged, tag)) { return TagCheck.KeyGone; }
        return CryptographicOperations.FixedTimeEquals(tag, stamp.Tag) ? TagCheck.Good : TagCheck.Bad;
    }
}

/// <summary>Whether a stamp's tag is one's own.</summary>
internal delegate TagCheck TagChecker(in Stamp stamp);

internal enum TagCheck { Good, Bad, KeyGone }
