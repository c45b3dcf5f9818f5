// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Vigil.Orders.Approvals;
using Vigil.Orders.Reasons;
using Vigil.Server.Accounts;
using Vigil.Server.Meetings;
using Vigil.Server.Serving;

namespace Vigil.Server.Staff;

/// <summary>Opening the desk with a security key of the roster (docs/protocol/staff.md section 1).</summary>
internal sealed class SignInEndpoints(StaffRequests requests, OrderBook book, DeskSessions sessions, Tickets tickets, TimeProvider time)
{
    private const int ChallengeLength = 32;

    private readonly AddressLimit _limit = new(perSecond: 0.5, burst: 30, time);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/staff/sign-in/options", context => requests.ChangeAsync(context, BeginAsync));
        routes.MapPost("/api/staff/sign-in", context => requests.ChangeAsync(context, SignInAsync));
        routes.MapPost("/api/staff/sign-out", context => requests.ChangeAsync(context, SignOutAsync));
    }

    private async Task BeginAsync(HttpContext context)
    {
        if (await StaffRequests.ReadAsync(context, StaffJson.Default.EmptyRequest) is null) { return; }
        var challenge = RandomNumberGenerator.GetBytes(ChallengeLength);
        if (!_limit.TryTake(context.Connection.RemoteIpAddress) || tickets.Give(new Pending(Ceremony.Desk, null, Convert.ToBase64String(challenge))) is not { } ticket)
        {
            await context.WriteAsync(StaffProblems.TooMany);
            return;
        }
        var answer = await book.UseAsync(open => new DeskOptionsAnswer(
            ticket, challenge, open.Orders.Site!.Id, [.. open.Orders.Roster!.Members.SelectMany(member => member.Credentials).Select(credential => credential.Id)]));
        await context.WriteAsync(200, answer, StaffJson.Default.DeskOptionsAnswer);
    }

    private async Task SignInAsync(HttpContext context)
    {
        if (await StaffRequests.ReadAsync(context, StaffJson.Default.DeskSignInRequest) is not { } request) { return; }
        if (request.By.ToAssertion() is not { } by) { await context.WriteAsync(RequestProblem.Malformed("by")); return; }
        if (tickets.Take(request.Ticket, Ceremony.Desk) is not { } pending) { await context.WriteAsync(StaffProblems.BadTicket); return; }
        // Never the nonce itself: a server that may choose what is signed could have people approve by signing in.
        var challenge = SigningPurpose.Desk.Challenge(Convert.FromBase64String(pending.State));
        var (reason, member) = await book.UseAsync(open => Signatures.VerifyAsync(context, by, challenge, open));
        if (reason != OrderReason.None)
        {
            await context.WriteAsync(401, StaffProblems.Refused([new Refusal(reason)]), StaffJson.Default.RefusedAnswer);
            return;
        }
        sessions.Start(context, by.CredentialId);
        await context.WriteAsync(200, new MeAnswer(member!.Id), StaffJson.Default.MeAnswer);
    }

    private async Task SignOutAsync(HttpContext context)
    {
        if (await StaffRequests.ReadAsync(context, StaffJson.Default.EmptyRequest) is null) { return; }
        sessions.End(context);
        await context.WriteAsync(200, new EmptyAnswer(), StaffJson.Default.EmptyAnswer);
    }
}
