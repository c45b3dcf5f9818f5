// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Vigil.Server.Crypto;
using Vigil.Server.Meetings;
using Vigil.Server.Stamps;

namespace Vigil.Server.Reports;

/// <summary>
/// What a report proves by itself, to anybody: all of docs/protocol/meeting.md section 11 but the tags, which only the server can check.
/// Pure: no clock, no store.
/// </summary>
internal static class ReportVerifier
{
    private const int LargestContent = 48 * 1024;

    /// <remarks>
    /// (1) the meeting commits to its host key and is signed by it       <see cref="Registration.Check"/>
    /// (2) the chain of commands, where an admission needs it            <see cref="CoHosts.TryRead"/>
    /// (3) each message                                                  <see cref="Check"/>
    /// </remarks>
    public static ReportProblem Verify(Report report)
    {
        // (1)
        if (Registration.Check(report.Meeting) is not null) { return ReportProblem.BadMeeting; }
        // (2)
        if (!CoHosts.TryRead(report, out var coHosts)) { return ReportProblem.BadAdmission; }
        // (3)
        foreach (var message in report.Messages)
        {
            if (Check(report, message, coHosts!) is not ReportProblem.None and var problem) { return problem; }
        }
        return ReportProblem.None;
    }

    /// <summary>What only the server can say: that the stamps are its own, by the tags as well as by the key.</summary>
    public static ReportProblem VerifyTags(Report report, PublicKey stampKey, TagChecker check)
    {
        if (!report.StampKey.Equals(stampKey)) { return ReportProblem.BadStamp; }
        foreach (var message in report.Messages)
        {
            if (!Stamp.TryParse(message.Stamp, out var stamp)) { return ReportProblem.BadStamp; }
            switch (check(stamp))
            {
                case TagCheck.Good: break;
                case TagCheck.KeyGone: return ReportProblem.StampKeyGone;
                default: return ReportProblem.BadStamp;
            }
        }
        return ReportProblem.None;
    }

    /// <remarks>
    /// (1) the epoch stands in the stamp alone
    /// (2) the sender is who the host, or whom the host trusted, let in
    /// (3) the commitment holds exactly these bytes
    /// (4) the sender signed the commitment
    /// (5) the stamp names this message, and the key that the report names signed it
    /// (6) what was said is a message
    /// </remarks>
    private static ReportProblem Check(Report report, ReportedMessage message, CoHosts coHosts)
    {
        _ = message.TrySeq(out var seq);
        // (1)
        if (!Stamp.TryParse(message.Stamp, out var stamp)) { return ReportProblem.BadStamp; }
        // (2)
        var authority = new MeetingAuthority(report.Meeting.Id, report.Meeting.HostKey);
        if (!authority.AdmittedOnce(message.Admission, message.Participant, message.LeafKey, out var admission) || !coHosts.Allow(admission)) { return ReportProblem.BadAdmission; }
        // (3)
        if (!IsOpening(report.Meeting.Id, message, stamp.Epoch)) { return ReportProblem.BadOpening; }
        // (4)
        if (!IsSaid(report.Meeting.Id, message, stamp.Epoch, seq)) { return ReportProblem.BadSignature; }
        // (5)
        if (!Names(stamp, report.Meeting.Id, message, seq) || !stamp.IsSignedBy(report.StampKey)) { return ReportProblem.BadStamp; }
        // (6)
        return IsMessage(message.Content) ? ReportProblem.None : ReportProblem.Malformed;
    }

    private static bool IsSaid(MeetingId meeting, ReportedMessage message, ulong epoch, ulong seq) =>
        Ed25519.Verify(message.LeafKey, new SigningInput("vigil/frank/v1\0"u8).Add(meeting).Add(epoch).Add(seq).Add(message.Commitment).Span, message.Signature);

    private static bool Names(in Stamp stamp, MeetingId meeting, ReportedMessage message, ulong seq) =>
        stamp.Meeting.SequenceEqual(meeting.Span) && stamp.Participant.SequenceEqual(message.Participant.Span)
        && stamp.Seq == seq && stamp.Commitment.SequenceEqual(message.Commitment.Span);

    private static bool IsOpening(MeetingId meeting, ReportedMessage message, ulong epoch)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, message.Opening.Span);
        Span<byte> epochBytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(epochBytes, epoch);
        AppendPrefixed(hmac, "frank/v1"u8);
        AppendPrefixed(hmac, meeting.Span);
        AppendPrefixed(hmac, message.Participant.Span);
        AppendPrefixed(hmac, epochBytes);
        hmac.AppendData(message.Content);
        return CryptographicOperations.FixedTimeEquals(hmac.GetHashAndReset(), message.Commitment.Span);
    }

    private static void AppendPrefixed(IncrementalHash hmac, ReadOnlySpan<byte> part)
    {
        Span<byte> length = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(length, (uint)part.Length);
        hmac.AppendData(length);
        hmac.AppendData(part);
    }

    /// <summary>Form only: what is a reason to act is for people to say.</summary>
    private static bool IsMessage(byte[] content)
    {
        if (content.Length > LargestContent) { return false; }
        try
        {
            using var json = JsonDocument.Parse(content);
            return json.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("kind", out var kind) && kind.ValueKind == JsonValueKind.String;
        }
        catch (JsonException) { return false; }
    }
}
