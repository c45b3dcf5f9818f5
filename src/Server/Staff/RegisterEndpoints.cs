// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Entries;
using Vigil.Orders.Reasons;
using Vigil.Orders.Staff;
using Vigil.Orders.State;
using Vigil.Server.Meetings;
using Vigil.Server.Storage;
using Vigil.Tlog.Entries;

namespace Vigil.Server.Staff;

/// <summary>The register of requests: who demanded what (docs/protocol/staff.md section 2, orders.md section 9).</summary>
internal sealed class RegisterEndpoints(StaffRequests requests, OrderBook book, SealedRequestStore seals)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/staff/requests", context => requests.ChangeAsync(context, RecordAsync));
        routes.MapPost("/api/staff/requests/{id}/open", context => requests.ChangeAsync(context, OpenAsync));
    }

    private async Task RecordAsync(HttpContext context, Member me)
    {
        if (await StaffRequests.ReadAsync(context, StaffJson.Default.RecordRequest) is not { } request) { return; }
        if (request.By is not null && (request.Seal is not null || request.By.ToAssertion() is null)) { await context.WriteAsync(RequestProblem.Malformed("by: a signature goes with a request that lies open")); return; }
        if (request.Seal is { Salt.Length: not SubjectSalt.Length }) { await context.WriteAsync(RequestProblem.Malformed("seal: a salt has 32 bytes")); return; }
        if (!RequestDetails.TryParse(request.Details, out var details)) { await StaffRequests.RefuseAsync(context, [new Refusal(OrderReason.DetailsMalformed)]); return; }
        // Nothing compels anybody to hide an approach that no law stands behind.
        if (request.Seal is not null && details!.RequestType == RequestDetails.Informal) { await StaffRequests.RefuseAsync(context, [new Refusal(OrderReason.NotSigned)]); return; }
        var (id, written) = await book.UseAsync(open => RecordAsync(request, open));
        if (written.IsThere) { await requests.DoneAsync(context, 201, new RequestAnswer(id, written.Index), StaffJson.Default.RequestAnswer); }
        else { await StaffRequests.RefuseAsync(context, written); }
    }

    private async Task<(string Id, Written Written)> RecordAsync(RecordRequest request, OpenBook open)
    {
        var id = open.NewId();
        if (request.Seal is not { } seal)
        {
            return (id, await open.AppendAsync(OrderEntries.RequestReceived(id, open.Now, request.Received, request.Details, request.By?.ToAssertion())));
        }
        using var salt = new SubjectSalt(seal.Salt);
        var entry = OrderEntries.RequestSealed(id, open.Now, request.Received, RequestDetails.Commit(salt, request.Details), seal.Opens);
        // First what opens it: a seal that nobody can open would be a finding for ever.
        seals.Keep(id, new SealedRequest(request.Details, seal.Salt));
        var written = await open.AppendAsync(entry);
        if (written.Refusals.Count > 0) { seals.Forget(id); }
        return (id, written);
    }

    private async Task OpenAsync(HttpContext context, Member me)
    {
        if (await StaffRequests.ReadAsync(context, StaffJson.Default.EmptyRequest) is null) { return; }
        var id = (string)context.Request.RouteValues["id"]!;
        var written = await book.UseAsync(async open =>
        {
            if (open.Orders.FindRequest(id) is not { Details: null } || seals.Find(id) is not { } kept) { return (Written?)null; }
            using var salt = new SubjectSalt(kept.Salt);
            var opened = await open.AppendAsync(OrderEntries.RequestOpened(open.NewId(), open.Now, id, salt, kept.Details));
            if (opened.IsThere) { seals.Forget(id); }
            return opened;
        });
        if (written is not { } result) { await context.WriteAsync(StaffProblems.NotFound); }
        else if (result.IsThere) { await requests.DoneAsync(context, 200, new EmptyAnswer(), StaffJson.Default.EmptyAnswer); }
        else { await StaffRequests.RefuseAsync(context, result); }
    }
}
