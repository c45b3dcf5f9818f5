// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Reasons;
using Vigil.Orders.Staff;
using Vigil.Orders.State;
using Vigil.Server.Meetings;
using Vigil.Server.Reports;

namespace Vigil.Server.Staff;

/// <summary>What the desk shows, and data that an order lets somebody have (docs/protocol/staff.md section 2).</summary>
internal sealed class DeskEndpoints(StaffRequests requests, OrderBook book, OrderGate gate, Inclusion inclusion, DeskView view, ReportStore reports, Attempts attempts)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/staff", context => requests.SignedInAsync(context, ShowAsync));
        routes.MapGet("/api/staff/reports/{id}", context => requests.SignedInAsync(context, ReportAsync));
        routes.MapPost("/api/staff/orders/{id}/read", context => requests.ChangeAsync(context, ReadAsync));
        routes.MapPost("/api/staff/orders/{id}/disclose", context => requests.ChangeAsync(context, DiscloseAsync));
    }

    private async Task ShowAsync(HttpContext context, Member me) =>
        await context.WriteAsync(200, await book.UseAsync(open => view.Of(me.Id, open)), StaffJson.Default.DeskAnswer);

    private async Task ReportAsync(HttpContext context, Member me)
    {
        if (reports.Find((string)context.Request.RouteValues["id"]!) is not { } report) { await context.WriteAsync(StaffProblems.NotFound); return; }
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(report, context.RequestAborted);
    }

    private Task ReadAsync(HttpContext context, Member me) => HandOverAsync(context, me, DeskView.IsReader, async (order, open) =>
    {
        var (written, record) = await gate.ReadAsync(order, open);
        return (written, answered => requests.DoneAsync(answered, 200, new DataAnswer(record ?? []), StaffJson.Default.DataAnswer));
    });

    private Task DiscloseAsync(HttpContext context, Member me) => HandOverAsync(context, me, DeskView.MayHandOver, async (order, open) =>
    {
        var (written, file) = await gate.DiscloseAsync(order, open);
        return (written, answered => WriteAsync(answered, order.Id, file));
    });

    private async Task HandOverAsync(
        HttpContext context, Member me, Func<Order, string, bool> isTheirs, Func<Order, OpenBook, Task<(Written Written, Func<HttpContext, Task> Answer)>> act)
    {
        if (await StaffRequests.ReadAsync(context, StaffJson.Default.EmptyRequest) is null) { return; }
        var id = (string)context.Request.RouteValues["id"]!;
        if (await book.UseAsync(open => open.Orders.FindOrder(id)) is { } known) { await inclusion.WaitAsync(known); }
        var answer = await book.UseAsync<Func<HttpContext, Task>>(async open =>
        {
            if (open.Orders.FindOrder(id) is not { } order) { return await attempts.RefuseAsync(open, me, "act", [new Refusal(OrderReason.UnknownOrder)]); }
            if (!isTheirs(order, me.Id)) { return await attempts.RefuseAsync(open, me, "act", [new Refusal(OrderReason.NotYours, me.Id)], order: id); }
            var (written, done) = await act(order, open);
            if (written.Refusals.Count > 0) { return await attempts.RefuseAsync(open, me, "act", written.Refusals, order: id); }
            return written.Problem is null ? done : answered => StaffRequests.RefuseAsync(answered, written);
        });
        await answer(context);
    }

    /// <summary>Nothing is held: then there is no file, and the log says so.</summary>
    private static async Task WriteAsync(HttpContext context, string order, byte[]? file)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (file is null) { context.Response.StatusCode = StatusCodes.Status204NoContent; return; }
        context.Response.ContentType = "application/octet-stream";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{order}.sealed\"";
        await context.Response.Body.WriteAsync(file, context.RequestAborted);
    }
}
