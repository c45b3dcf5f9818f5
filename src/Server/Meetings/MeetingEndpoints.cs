// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Vigil.Server.Storage;

namespace Vigil.Server.Meetings;

/// <summary>The HTTP part of docs/protocol/signalling.md.</summary>
internal sealed class MeetingEndpoints(MeetingStore store, CreationLimit limit)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/meetings", CreateAsync);
        routes.MapGet("/api/meetings/{id}", FindAsync);
        routes.MapGet("/api/health", context => WriteAsync(context, 200, new HealthAnswer("ready"), MeetingJson.Default.HealthAnswer));
    }

    private async Task CreateAsync(HttpContext context)
    {
        if (!limit.TryTake(context.Connection.RemoteIpAddress))
        {
            await WriteAsync(context, new RegistrationProblem(429, "too_many", "too many meetings from this address; try again in a minute"));
            return;
        }
        if (await ReadBodyAsync(context.Request) is not { } body)
        {
            await WriteAsync(context, Registration.TooLarge);
            return;
        }
        if (Registration.TryRead(body, out var meeting) is { } problem)
        {
            await WriteAsync(context, problem);
            return;
        }
        var added = store.Add(meeting!);
        if (added == AddResult.OtherContent) { await WriteAsync(context, Registration.Exists); }
        else { await WriteAsync(context, added == AddResult.Added ? 201 : 200, new CreatedAnswer(meeting!.Id), MeetingJson.Default.CreatedAnswer); }
    }

    private async Task FindAsync(HttpContext context)
    {
        if (!MeetingId.TryParse(context.Request.RouteValues["id"] as string, out var id))
        {
            await WriteAsync(context, new RegistrationProblem(400, "malformed", "a meeting id is 26 characters of base32"));
        }
        else if (store.Find(id) is { } meeting) { await WriteAsync(context, 200, meeting, MeetingJson.Default.Meeting); }
        else { await WriteAsync(context, new RegistrationProblem(404, "meeting_not_found", "there is no such meeting here")); }
    }

    /// <summary>Null if the body is larger than any meeting, whatever its Content-Length says.</summary>
    private static async Task<byte[]?> ReadBodyAsync(HttpRequest request)
    {
        var buffer = new byte[Registration.LargestBody + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, request.HttpContext.RequestAborted);
        return length > Registration.LargestBody ? null : buffer[..length];
    }

    private static Task WriteAsync(HttpContext context, RegistrationProblem problem) =>
        WriteAsync(context, problem.Status, new ErrorAnswer(new ErrorBody(problem.Code, problem.Message)), MeetingJson.Default.ErrorAnswer);

    private static Task WriteAsync<T>(HttpContext context, int status, T answer, JsonTypeInfo<T> type)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        return JsonSerializer.SerializeAsync(context.Response.Body, answer, type, context.RequestAborted);
    }
}
