// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Storage;

namespace Vigil.Server.Meetings;

/// <summary>The HTTP part of docs/protocol/signalling.md.</summary>
internal sealed class MeetingEndpoints(MeetingStore store, CreationLimit limit)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/meetings", CreateAsync);
        routes.MapGet("/api/meetings/{id}", FindAsync);
        routes.MapGet("/api/health", context => context.WriteAsync(200, new HealthAnswer("ready"), MeetingJson.Default.HealthAnswer));
    }

    private async Task CreateAsync(HttpContext context)
    {
        if (!limit.TryTake(context.Connection.RemoteIpAddress))
        {
            await context.WriteAsync(new RequestProblem(429, "too_many", "too many meetings from this address; try again in a minute"));
            return;
        }
        if (await context.ReadBodyAsync(Registration.LargestBody) is not { } body)
        {
            await context.WriteAsync(Registration.TooLarge);
            return;
        }
        if (Registration.TryRead(body, out var meeting) is { } problem)
        {
            await context.WriteAsync(problem);
            return;
        }
        var added = store.Add(meeting!);
        if (added == AddResult.OtherContent) { await context.WriteAsync(Registration.Exists); }
        else { await context.WriteAsync(added == AddResult.Added ? 201 : 200, new CreatedAnswer(meeting!.Id), MeetingJson.Default.CreatedAnswer); }
    }

    private async Task FindAsync(HttpContext context)
    {
        if (!MeetingId.TryParse(context.Request.RouteValues["id"] as string, out var id))
        {
            await context.WriteAsync(RequestProblem.BadMeetingId);
        }
        else if (store.Find(id) is { } meeting) { await context.WriteAsync(200, meeting, MeetingJson.Default.Meeting); }
        else { await context.WriteAsync(RequestProblem.NoMeeting); }
    }
}
