// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vigil.Server.Crypto;

namespace Vigil.Server.Meetings;

/// <summary>Checks a meeting that a browser wants to register: form, limits, id, signature.</summary>
internal static class Registration
{
    public const int LargestPolicy = 1024;
    public const int LargestDetails = 16 * 1024;

    /// <summary>JSON may spell each byte of the policy in six characters; the rest of the body is small.</summary>
    public const int LargestBody = 32 * 1024;

    /// <summary>A nonce and a tag; there is no plaintext shorter than nothing.</summary>
    private const int SmallestDetails = 12 + 16;

    public static readonly RequestProblem TooLarge = new(413, "too_large", "the body, its policy or its details are too large");
    public static readonly RequestProblem Exists = new(409, "meeting_exists", "another meeting has this id");

    public static RequestProblem? TryRead(ReadOnlySpan<byte> body, out Meeting? meeting)
    {
        meeting = null;
        try { meeting = JsonSerializer.Deserialize(body, MeetingJson.Default.Meeting); }
        catch (JsonException) { return Malformed("the body is not the JSON object that creates a meeting"); }
        return meeting is null ? Malformed("the body is null") : Check(meeting);
    }

    /// <summary>What anybody can check of a meeting without knowing it.</summary>
    public static RequestProblem? Check(Meeting meeting)
    {
        var policy = Encoding.UTF8.GetBytes(meeting.Policy);
        if (policy.Length > LargestPolicy || meeting.Details.Length > LargestDetails) { return TooLarge; }
        if (!IsPolicy(policy)) { return Malformed("policy is not a JSON text of the form that the protocol gives"); }
        if (meeting.Details.Length < SmallestDetails) { return Malformed("details are shorter than their nonce and tag"); }
        if (!MeetingId.Derive(meeting.HostKey, meeting.Nonce).Equals(meeting.Id))
        {
            return new RequestProblem(400, "bad_id", "the id is not the one that host key and nonce make");
        }
        return IsSigned(meeting, policy) ? null : new RequestProblem(400, "bad_signature", "the host key did not sign this");
    }

    private static bool IsSigned(Meeting meeting, ReadOnlySpan<byte> policy)
    {
        var signed = new SigningInput("vigil/create/v1\0"u8).Add(meeting.Id).Add(meeting.JoinKey)
            .Add(SHA256.HashData(policy)).Add(SHA256.HashData(meeting.Details));
        return Ed25519.Verify(meeting.HostKey, signed.Span, meeting.Signature);
    }

    private static bool IsPolicy(ReadOnlySpan<byte> policy)
    {
        try { return JsonSerializer.Deserialize(policy, MeetingJson.Default.MeetingPolicy) is { } read && !read.Jurisdictions.Contains(null!); }
        catch (JsonException) { return false; }
    }

    private static RequestProblem Malformed(string message) => new(400, "malformed", message);
}
