// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Meetings;
using Vigil.Server.Stamps;
using Vigil.Server.Storage;

namespace Vigil.Server.Reports;

/// <summary>Takes reports, and keeps those that prove something (docs/protocol/signalling.md section 1).</summary>
internal sealed class ReportEndpoints(MeetingStore meetings, StampSigner stamps, ReportStore store, ReportLimit limit, ILogger<ReportEndpoints> logger)
{
    private static readonly RequestProblem TooMany = new(429, "too_many", "too many reports from this address; try again in a few minutes");
    private static readonly RequestProblem NotStored = new(507, "no_room", "the report is good, but the server's disk did not take it");

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/reports", PostAsync);

    private async Task PostAsync(HttpContext context)
    {
        if (!limit.TryTake(context.Connection.RemoteIpAddress)) { await context.WriteAsync(TooMany); return; }
        if (await context.ReadBodyAsync(Report.LargestBody) is not { } body)
        {
            await context.WriteAsync(RequestProblem.TooLarge($"a report has at most {Report.LargestBody} bytes"));
            return;
        }
        if (Check(body) is { } problem) { await context.WriteAsync(problem); return; }
        if (Store(body) is { } id) { await context.WriteAsync(201, new StoredAnswer(id), ReportJson.Default.StoredAnswer); }
        else { await context.WriteAsync(NotStored); }
    }

    private ReportId? Store(byte[] body)
    {
        try { return store.Add(body); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.ReportNotStored(e.GetType().Name);
            return null;
        }
    }

    /// <remarks>
    /// (1) what anybody can check            <see cref="ReportVerifier.Verify"/>
    /// (2) the meeting is one of ours, as it was posted here
    /// (3) the stamps are ours               <see cref="ReportVerifier.VerifyTags"/>
    /// </remarks>
    private RequestProblem? Check(byte[] body)
    {
        // (1)
        if (!Report.TryParse(body, out var report)) { return Refuse(ReportProblem.Malformed); }
        if (ReportVerifier.Verify(report!) is not ReportProblem.None and var problem) { return Refuse(problem); }
        // (2)
        if (meetings.Find(report!.Meeting.Id) is not { } known) { return RequestProblem.NoMeeting; }
        if (!known.IsSameAs(report.Meeting)) { return Refuse(ReportProblem.BadMeeting); }
        // (3)
        return ReportVerifier.VerifyTags(report, stamps.PublicKey, stamps.Check) is not ReportProblem.None and var bad ? Refuse(bad) : null;
    }

    private static RequestProblem Refuse(ReportProblem problem) => new(400, problem.Code(), problem.Words());
}
