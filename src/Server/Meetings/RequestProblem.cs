// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Meetings;

/// <summary>Why an HTTP request is not done; the codes of docs/protocol/signalling.md section 1.</summary>
internal sealed record RequestProblem(int Status, string Code, string Message)
{
    public static RequestProblem BadMeetingId { get; } = Malformed("a meeting id is 26 characters of base32");

    public static RequestProblem NoMeeting { get; } = new(404, "meeting_not_found", "there is no such meeting here");

    public static RequestProblem NotSigned { get; } = new(400, "bad_signature", "the host key did not sign this");

    public static RequestProblem Malformed(string message) => new(400, "malformed", message);

    public static RequestProblem TooLarge(string message) => new(413, "too_large", message);
}
