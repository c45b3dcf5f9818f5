// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Approvals;
using Vigil.Orders.Entries;
using Vigil.Orders.Reasons;
using Vigil.Orders.Staff;
using Vigil.Orders.State;
using Vigil.Server.Meetings;
using Vigil.Server.Storage;

namespace Vigil.Server.Staff;

/// <summary>Approvals: kept until they are a quorum, then written into the log as one order (docs/protocol/staff.md section 2).</summary>
internal sealed class ApprovalEndpoints(StaffRequests requests, OrderBook book, ApprovalStore approvals, Attempts attempts)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/staff/proposals/{id}/approvals", context => requests.ChangeAsync(context, ApproveAsync));

    private async Task ApproveAsync(HttpContext context, Member me)
    {
        if (await StaffRequests.ReadAsync(context, StaffJson.Default.SignedRequest) is not { } request) { return; }
        if (request.By.ToAssertion() is not { } by) { await context.WriteAsync(RequestProblem.Malformed("by")); return; }
        var answer = await book.UseAsync<Func<HttpContext, Task>>(async open =>
        {
            if (open.Orders.FindProposal((string)context.Request.RouteValues["id"]!) is not { } proposed) { return answered => answered.WriteAsync(StaffProblems.NotFound); }
            return await ApproveAsync(context, me, proposed, by, open);
        });
        await answer(context);
    }

    /// <remarks>
    /// (1) the signature, twice
    /// (2) whether this person counts, beside those who were there before
    /// (3) kept; not enough yet, or
    /// (4) the order, made of exactly those who count   <see cref="OpenBook.AppendAsync"/>
    /// </remarks>
    private async Task<Func<HttpContext, Task>> ApproveAsync(HttpContext context, Member me, ProposedOrder proposed, Assertion by, OpenBook open)
    {
        var id = proposed.Proposal.Id;
        // (1)
        var (reason, member) = await Signatures.VerifyAsync(context, by, SigningPurpose.Approve.Challenge(proposed.Bytes.Span), open);
        if (reason != OrderReason.None) { return await RefuseAsync([new Refusal(reason, member?.Id ?? "")]); }
        // (2)
        var all = (await StillGoodAsync(context, proposed, open)).Append(by).ToArray();
        var verdict = open.Orders.JudgeApprovals(proposed.Bytes.Span, all, open.Now);
        if (verdict.Refusals.Where(refusal => !Quorum.IsMissing(refusal)).ToArray() is { Length: > 0 } against) { return await RefuseAsync(against); }
        // (3)
        if (!verdict.IsAllowed)
        {
            approvals.Keep(id, by);
            return answered => answered.WriteAsync(200, new ApprovalAnswer(null, StaffProblems.Names(verdict.Refusals)), StaffJson.Default.ApprovalAnswer);
        }
        // (4)
        var entry = OrderEntries.Authorising(open.NewId(), open.Now, proposed.Proposal, proposed.Bytes, all);
        var written = await open.AppendAsync(entry);
        if (written.Refusals.Count > 0) { return await RefuseAsync(written.Refusals); }
        if (written.Problem is not null) { return answered => StaffRequests.RefuseAsync(answered, written); }
        approvals.Forget(id);
        return answered => requests.DoneAsync(answered, 200, new ApprovalAnswer(entry.Id, []), StaffJson.Default.ApprovalAnswer);

        Task<Func<HttpContext, Task>> RefuseAsync(IReadOnlyList<Refusal> refusals) => attempts.RefuseAsync(open, me, "approve", refusals, proposed.Bytes, [by]);
    }

    /// <summary>Kept approvals that would count today: days may have passed, and somebody else may have written into the table.</summary>
    private async Task<List<Assertion>> StillGoodAsync(HttpContext context, ProposedOrder proposed, OpenBook open)
    {
        var good = new List<Assertion>();
        foreach (var kept in approvals.Of(proposed.Proposal.Id))
        {
            var (reason, _) = await Signatures.VerifyAsync(context, kept, SigningPurpose.Approve.Challenge(proposed.Bytes.Span), open);
            if (reason == OrderReason.None && Quorum.Counts(open.Orders.JudgeApprovals(proposed.Bytes.Span, [.. good, kept], open.Now))) { good.Add(kept); }
        }
        return good;
    }
}
