// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Reasons;
using Vigil.Server.Meetings;

namespace Vigil.Server.Staff;

/// <summary>Why a request of docs/protocol/staff.md is not done.</summary>
internal static class StaffProblems
{
    public static readonly RequestProblem NoStaff = new(404, "no_staff", "this server has no staff: no order is possible here, and only hosts end meetings");
    public static readonly RequestProblem SignedOut = new(401, "signed_out", "nobody is signed in at this desk");
    public static readonly RequestProblem WrongOrigin = new(403, "wrong_origin", "this must be asked by a page of the server's own address");
    public static readonly RequestProblem TooMany = new(429, "too_many", "too much from this address; try again in a minute");
    public static readonly RequestProblem TooManyRefused = new(429, "too_many", "sixty refused attempts within an hour: further ones are not taken");
    public static readonly RequestProblem BadTicket = new(400, "bad_ticket", "this ticket was used, or is older than five minutes");
    public static readonly RequestProblem NotFound = new(404, "not_found", "there is no such thing here");
    public static readonly RequestProblem NoticeNotFound = new(404, "notice_not_found", "this link opens no notice, or no longer");
    public static readonly RequestProblem AlreadyAppealed = new(409, "already_appealed", "an appeal is not decided yet");
    public static readonly RequestProblem SubjectMismatch = new(400, "subject_mismatch", "the subject is missing or too much, or does not open what the proposal names");
    public static readonly RequestProblem CaseMissing = new(400, "case_missing", "this action needs a case");

    public static RequestProblem LogIsDown(string problem) => new(503, "log_unavailable", $"the public log did not take this, so it is not done: {problem}");

    public static RefusedAnswer Refused(IReadOnlyList<Refusal> refusals) => new(
        new RefusedBody("refused", string.Join("; ", refusals.Select(ReasonWords.Of).Distinct())),
        Names(refusals));

    public static IReadOnlyList<string> Names(IReadOnlyList<Refusal> refusals) => [.. refusals.Select(refusal => ReasonNames.Of(refusal.Reason)).Distinct()];
}
