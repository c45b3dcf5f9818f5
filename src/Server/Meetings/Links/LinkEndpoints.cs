// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Signalling.Rooms;
using Vigil.Server.Storage;

namespace Vigil.Server.Meetings.Links;

/// <summary>The HTTP routes of links and of the hosts' book (docs/protocol/signalling.md section 1).</summary>
internal sealed class LinkEndpoints(MeetingStore meetings, LinkStore links, BookStore books, MeetingRooms rooms)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/meetings/{id}/links", context => WithMeeting(context, AddAsync));
        routes.MapGet("/api/meetings/{id}/links/{link}", context => WithMeeting(context, FindAsync));
        routes.MapPost("/api/meetings/{id}/links/{link}/revoke", context => WithMeeting(context, RevokeAsync));
        routes.MapPut("/api/meetings/{id}/book", context => WithMeeting(context, PutBookAsync));
        routes.MapGet("/api/meetings/{id}/book", context => WithMeeting(context, FindBookAsync));
    }

    private async Task WithMeeting(HttpContext context, Func<HttpContext, Meeting, Task> work)
    {
        if (!MeetingId.TryParse(context.Request.RouteValues["id"] as string, out var id)) { await context.WriteAsync(RequestProblem.BadMeetingId); }
        else if (meetings.Find(id) is { } meeting) { await work(context, meeting); }
        else { await context.WriteAsync(RequestProblem.NoMeeting); }
    }

    private async Task AddAsync(HttpContext context, Meeting meeting)
    {
        var body = await context.ReadBodyAsync(LinkReader.LargestLink);
        if (LinkReader.ReadLink(body, meeting, out var link) is { } problem)
        {
            await context.WriteAsync(problem);
            return;
        }
        switch (links.Add(meeting.Id, link!))
        {
            case AddLinkResult.Added: await WriteAsync(201); break;
            case AddLinkResult.AlreadyThere: await WriteAsync(200); break;
            case AddLinkResult.Revoked: await context.WriteAsync(LinkReader.Revoked); break;
            case AddLinkResult.TooMany: await context.WriteAsync(LinkReader.TooMany); break;
            default: await context.WriteAsync(LinkReader.Exists); break;
        }

        Task WriteAsync(int status) => context.WriteAsync(status, new LinkAnswer(link!.LinkId), MeetingJson.Default.LinkAnswer);
    }

    private async Task FindAsync(HttpContext context, Meeting meeting)
    {
        if (!LinkReader.TryReadId(context.Request.RouteValues["link"] as string, out var id)) { await context.WriteAsync(LinkReader.NotFound); }
        else if (links.IsRevoked(meeting.Id, id!)) { await context.WriteAsync(LinkReader.Revoked); }
        else if (links.Find(meeting.Id, id!) is { } link) { await context.WriteAsync(200, link, MeetingJson.Default.Link); }
        else { await context.WriteAsync(LinkReader.NotFound); }
    }

    /// <summary>Nobody comes in by it from now on; who waits is sent away, who is in stays.</summary>
    private async Task RevokeAsync(HttpContext context, Meeting meeting)
    {
        if (!LinkReader.TryReadId(context.Request.RouteValues["link"] as string, out var id) || !IsKnown(meeting, id!))
        {
            await context.WriteAsync(LinkReader.NotFound);
            return;
        }
        var body = await context.ReadBodyAsync(LinkReader.LargestLink);
        if (LinkReader.ReadRevocation(body, meeting, id!, out var revocation) is { } problem)
        {
            await context.WriteAsync(problem);
            return;
        }
        links.Revoke(meeting.Id, id!, revocation!);
        rooms.OnLinkRevoked(meeting.Id, id!);
        await context.WriteAsync(200, new DoneAnswer(), MeetingJson.Default.DoneAnswer);
    }

    private bool IsKnown(Meeting meeting, LinkId id) =>
        id.Equals(LinkId.Of(meeting.JoinKey)) || links.Find(meeting.Id, id) is not null || links.IsRevoked(meeting.Id, id);

    private async Task PutBookAsync(HttpContext context, Meeting meeting)
    {
        var body = await context.ReadBodyAsync(LinkReader.LargestBookBody);
        if (LinkReader.ReadBook(body, meeting, out var book) is { } problem) { await context.WriteAsync(problem); }
        else if (!books.TryPut(meeting.Id, book!)) { await context.WriteAsync(LinkReader.VersionConflict); }
        else { await context.WriteAsync(200, new DoneAnswer(), MeetingJson.Default.DoneAnswer); }
    }

    private async Task FindBookAsync(HttpContext context, Meeting meeting)
    {
        if (books.Find(meeting.Id) is { } book) { await context.WriteAsync(200, book, MeetingJson.Default.Book); }
        else { await context.WriteAsync(LinkReader.NoBook); }
    }
}
