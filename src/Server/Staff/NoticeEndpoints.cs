// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using Vigil.Orders.Entries;
using Vigil.Orders.Reasons;
using Vigil.Orders.State;
using Vigil.Server.Crypto;
using Vigil.Server.Meetings;
using Vigil.Server.Storage;
using Vigil.Tlog.Entries;

namespace Vigil.Server.Staff;

/// <summary>For the person concerned, who shows a capability and needs no account, and where an order stands, for everybody (docs/protocol/staff.md section 4).</summary>
internal sealed class NoticeEndpoints(StaffRequests requests, OrderBook book, NoticeStore notices, Matters matters)
{
    private const string Bearer = "Bearer ";
    private const int LongestText = 8000;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/notice", ShowAsync);
        routes.MapPost("/api/notice/appeal", AppealAsync);
        routes.MapGet("/api/order/{id}", PlaceAsync);
    }

    private async Task ShowAsync(HttpContext context)
    {
        if (await book.UseAsync(open => Find(context, open) is var (order, notice) ? Show(order, notice, open) : null) is { } answer)
        {
            await context.WriteAsync(200, answer, StaffJson.Default.NoticeAnswer);
        }
        else { await context.WriteAsync(StaffProblems.NoticeNotFound); }
    }

    private async Task AppealAsync(HttpContext context)
    {
        if (await StaffRequests.ReadAsync(context, StaffJson.Default.AppealRequest) is not { } request) { return; }
        if (request.Text.Length is < 1 or > LongestText) { await context.WriteAsync(RequestProblem.Malformed($"an appeal has 1 to {LongestText} characters")); return; }
        var answer = await book.UseAsync<Func<HttpContext, Task>>(async open =>
        {
            if (Find(context, open) is not var (order, notice)) { return answered => answered.WriteAsync(StaffProblems.NoticeNotFound); }
            var written = await FileAsync(order, request.Text, open);
            if (written.Refusals is [{ Reason: OrderReason.AlreadyAppealed }]) { return answered => answered.WriteAsync(StaffProblems.AlreadyAppealed); }
            if (!written.IsThere) { return answered => StaffRequests.RefuseAsync(answered, written); }
            var shown = Show(order, notice, open);
            return answered => requests.DoneAsync(answered, 201, shown, StaffJson.Default.NoticeAnswer);
        });
        await answer(context);
    }

    /// <summary>The text first, then its commitment: what the log says was filed is here to be read.</summary>
    private async Task<Written> FileAsync(Order order, string text, OpenBook open)
    {
        var appeal = new AppealText(open.NewId(), order.Id, text, RandomNumberGenerator.GetBytes(SubjectSalt.Length));
        using var salt = new SubjectSalt(appeal.Salt);
        notices.Keep(appeal);
        var written = await open.AppendAsync(OrderEntries.AppealFiled(appeal.Appeal, open.Now, order.Id, NoticeCommitment.OfAppeal(salt, Encoding.UTF8.GetBytes(text))));
        if (written.Refusals.Count > 0) { notices.ForgetAppeal(appeal.Appeal); }
        return written;
    }

    private async Task PlaceAsync(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        if (await book.UseAsync(open => open.Orders.FindOrder(id) is { } order ? OrderPlace.Of(order, open) : null) is { } place)
        {
            await context.WriteAsync(200, place, StaffJson.Default.OrderPlace);
        }
        else { await context.WriteAsync(StaffProblems.NotFound); }
    }

    private NoticeAnswer Show(Order order, Notice notice, OpenBook open) =>
        NoticeAnswer.Of(order, notice, order.NewestAppeal is { } appeal ? notices.FindAppeal(appeal.Id) : null, matters.SubjectOf(order.Proposal), open);

    /// <summary>Only what the log says was sent: a statement that is still being written opens nothing.</summary>
    private (Order Order, Notice Notice)? Find(HttpContext context, OpenBook open) =>
        context.Request.Headers.Authorization is [{ } header] && header.StartsWith(Bearer, StringComparison.Ordinal)
        && StrictBase64Url.TryDecode(header.AsSpan(Bearer.Length), out var token) && token.Length == NoticeStore.TokenLength
        && notices.FindByToken(token) is { } notice && open.Orders.FindOrder(notice.Order) is { NoticeAt: not null } order
            ? (order, notice)
            : null;
}
