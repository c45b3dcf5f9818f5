// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Serialization;
using Vigil.Server.Crypto;

namespace Vigil.Server.Meetings;

/// <summary>The random part of what a meeting id commits to.</summary>
[JsonConverter(typeof(FixedBytesConverter<MeetingNonce>))]
internal sealed class MeetingNonce(ReadOnlySpan<byte> bytes) : FixedBytes(bytes), IFixedBytes<MeetingNonce>
{
    public static int Length => 16;

    public static MeetingNonce Copy(ReadOnlySpan<byte> bytes) => new(bytes);
}

/// <summary>One entry of one person: made afresh each time.</summary>
[JsonConverter(typeof(FixedBytesConverter<ParticipantId>))]
internal sealed class ParticipantId(ReadOnlySpan<byte> bytes) : FixedBytes(bytes), IFixedBytes<ParticipantId>
{
    public const int Length = 16;

    static int IFixedBytes<ParticipantId>.Length => Length;

    public static ParticipantId Copy(ReadOnlySpan<byte> bytes) => new(bytes);
}

/// <summary>An MLS group: the meeting id and 16 random bytes.</summary>
[JsonConverter(typeof(FixedBytesConverter<GroupId>))]
internal sealed class GroupId(ReadOnlySpan<byte> bytes) : FixedBytes(bytes), IFixedBytes<GroupId>
{
    public static int Length => 32;

    public static GroupId Copy(ReadOnlySpan<byte> bytes) => new(bytes);

    public bool BelongsTo(MeetingId meeting) => Span.StartsWith(meeting.Span);
}

/// <summary>Random bytes that a proof must sign, so that no proof serves twice.</summary>
[JsonConverter(typeof(FixedBytesConverter<Challenge>))]
internal sealed class Challenge(ReadOnlySpan<byte> bytes) : FixedBytes(bytes), IFixedBytes<Challenge>
{
    public static int Length => 32;

    public static Challenge Copy(ReadOnlySpan<byte> bytes) => new(bytes);
}
