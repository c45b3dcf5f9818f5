// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Actions;
using Vigil.Orders.Approvals;
using Vigil.Orders.Entries;
using Vigil.Orders.Proposals;
using Vigil.Orders.Reasons;
using Vigil.Orders.Staff;
using Vigil.Server.Meetings;

namespace Vigil.Server.Staff;

/// <summary>Proposing, undoing and vetoing (docs/protocol/staff.md section 2).</summary>
internal sealed class ProposalEndpoints(StaffRequests requests, OrderBook book, Matters matters, EvidenceCheck evidence, Attempts attempts)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/staff/proposals", context => requests.ChangeAsync(context, ProposeAsync));
        routes.MapPost("/api/staff/undo", context => requests.ChangeAsync(context, UndoAsync));
        routes.MapPost("/api/staff/orders/{id}/veto", context => requests.ChangeAsync(context, VetoAsync));
    }

    /// <remarks>
    /// (1) the form: a proposal in its one spelling, with what belongs to it; not logged
    /// (2) the signature, twice; and that evidence is what it is called   <see cref="EvidenceCheck"/>
    /// (3) what opens the commitment, before the commitment itself is in the log
    /// (4) the rules, and the log   <see cref="OpenBook.AppendAsync"/>
    /// </remarks>
    private async Task ProposeAsync(HttpContext context, Member me)
    {
        if (await StaffRequests.ReadAsync(context, StaffJson.Default.ProposalRequest) is not { } request) { return; }
        // (1)
        if (!Proposal.TryParse(request.Proposal, out var p, out var refusal)) { await context.WriteAsync(RequestProblem.Malformed(ReasonWords.Of(refusal!))); return; }
        if (request.By.ToAssertion() is not { } by) { await context.WriteAsync(RequestProblem.Malformed("by")); return; }
        var answer = await book.UseAsync<Func<HttpContext, Task>>(async open =>
        {
            if (FormFault(p!, request, open) is { } fault) { return answered => answered.WriteAsync(fault); }
            // (2)
            var (reason, _) = await Signatures.VerifyAsync(context, by, SigningPurpose.Propose.Challenge(request.Proposal), open);
            List<Refusal> refusals = reason == OrderReason.None ? [] : [new Refusal(reason, p!.Proposer)];
            if (open.Orders.FindProposal(p!.Id) is not null) { refusals.Add(new Refusal(OrderReason.AlreadyAuthorised, "id")); }
            if (request.Payload is { } payload && ChangePayload.FindFault(p.Action, payload) is { } unfit) { refusals.Add(unfit); }
            if (evidence.FindFault(p, request.Subject) is { } unproven) { refusals.Add(unproven); }
            if (refusals.Count > 0) { return await attempts.RefuseAsync(open, me, "propose", refusals, request.Proposal); }
            // (3)
            matters.Keep(p, request);
            // (4)
            var written = await open.AppendAsync(OrderEntries.Proposed(p, request.Proposal, by, open.Now));
            if (written.Refusals.Count > 0)
            {
                // Unless an earlier try of the same has come into the log meanwhile.
                if (open.Orders.FindProposal(p.Id) is null) { matters.Forget(p); }
                return await attempts.RefuseAsync(open, me, "propose", written.Refusals, request.Proposal);
            }
            if (written.Problem is not null) { return answered => StaffRequests.RefuseAsync(answered, written); }
            return answered => requests.DoneAsync(answered, 201, new IndexAnswer(written.Index), StaffJson.Default.IndexAnswer);
        });
        await answer(context);
    }

    private async Task UndoAsync(HttpContext context, Member me)
    {
        if (await StaffRequests.ReadAsync(context, StaffJson.Default.UndoRequest) is not { } request) { return; }
        if (!Proposal.TryParse(request.Proposal, out var p, out var refusal)) { await context.WriteAsync(RequestProblem.Malformed(ReasonWords.Of(refusal!))); return; }
        if (!p!.Traits.IsUndoing) { await context.WriteAsync(RequestProblem.Malformed("this undoes nothing")); return; }
        if (request.By.ToAssertion() is not { } by) { await context.WriteAsync(RequestProblem.Malformed("by")); return; }
        var answer = await book.UseAsync<Func<HttpContext, Task>>(async open =>
        {
            var (reason, _) = await Signatures.VerifyAsync(context, by, SigningPurpose.Approve.Challenge(request.Proposal), open);
            if (reason != OrderReason.None) { return await attempts.RefuseAsync(open, me, "approve", [new Refusal(reason, p.Proposer)], request.Proposal, [by]); }
            var entry = OrderEntries.Authorising(open.NewId(), open.Now, p, request.Proposal, [by]);
            var written = await open.AppendAsync(entry);
            if (written.Refusals.Count > 0) { return await attempts.RefuseAsync(open, me, "approve", written.Refusals, request.Proposal, [by]); }
            if (written.Problem is not null) { return answered => StaffRequests.RefuseAsync(answered, written); }
            return answered => requests.DoneAsync(answered, 201, new OrderAnswer(entry.Id), StaffJson.Default.OrderAnswer);
        });
        await answer(context);
    }

    private async Task VetoAsync(HttpContext context, Member me)
    {
        if (await StaffRequests.ReadAsync(context, StaffJson.Default.SignedRequest) is not { } request) { return; }
        if (request.By.ToAssertion() is not { } by) { await context.WriteAsync(RequestProblem.Malformed("by")); return; }
        var id = (string)context.Request.RouteValues["id"]!;
        var answer = await book.UseAsync<Func<HttpContext, Task>>(async open =>
        {
            if (open.Orders.FindOrder(id) is not { } order) { return answered => answered.WriteAsync(StaffProblems.NotFound); }
            var (reason, _) = await Signatures.VerifyAsync(context, by, SigningPurpose.Veto.Challenge(order.Bytes.Span), open);
            if (reason != OrderReason.None) { return await attempts.RefuseAsync(open, me, "act", [new Refusal(reason)], approvals: [by], order: id); }
            var written = await open.AppendAsync(OrderEntries.Vetoed(open.NewId(), open.Now, id, by));
            if (written.Refusals.Count > 0) { return await attempts.RefuseAsync(open, me, "act", written.Refusals, approvals: [by], order: id); }
            if (written.Problem is not null) { return answered => StaffRequests.RefuseAsync(answered, written); }
            return answered => requests.DoneAsync(answered, 200, new EmptyAnswer(), StaffJson.Default.EmptyAnswer);
        });
        await answer(context);
    }

    /// <summary>What belongs to a proposal of this action, no less and no more.</summary>
    private RequestProblem? FormFault(Proposal p, ProposalRequest request, OpenBook open)
    {
        if (p.Traits.ConcernsSomebody ? request.Subject?.Opens(p.Traits.SubjectKind, p.Subject) != true : request.Subject is not null) { return StaffProblems.SubjectMismatch; }
        if (request.Subject is { } subject && !matters.IsSameAsTarget(p, subject, open)) { return StaffProblems.SubjectMismatch; }
        if (CaseBody.IsNeededFor(p) && request.Case is null) { return StaffProblems.CaseMissing; }
        if (request.Case is { } facts && (!CaseBody.IsNeededFor(p) || facts.FindFault(p) is not null)) { return RequestProblem.Malformed($"case: {facts.FindFault(p) ?? "not for this action"}"); }
        if (p.Traits.HasPayload ? request.Payload is not { } payload || Payloads.Hash(payload) != p.Payload : request.Payload is not null) { return RequestProblem.Malformed("payload: not what the proposal names"); }
        return p.Key is { } key && !Disclosure.IsUsable(Convert.FromBase64String(key)) ? RequestProblem.Malformed("key: nothing would be secret with it") : null;
    }
}
