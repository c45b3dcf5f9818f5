// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Meetings;
using Vigil.Server.Storage;

namespace Vigil.Server.Accounts;

/// <summary>Making recovery codes, and coming back with one (docs/protocol/accounts.md).</summary>
internal sealed class RecoveryEndpoints(AccountRequests requests, Sessions sessions, RecoveryCodes codes, AccountStore accounts, AccountLimits limits)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/account/recovery-codes", context => requests.ChangeKeysAsync(context, MakeAsync));
        routes.MapPost("/api/account/recover", context => requests.ChangeAsync(context, RecoverAsync));
    }

    private Task MakeAsync(HttpContext context, SignedIn signedIn)
    {
        if (!limits.TryHash(context.Connection.RemoteIpAddress)) { return context.WriteAsync(AccountProblems.TooMany); }
        return context.WriteAsync(200, new CodesAnswer(codes.Renew(signedIn.Account.Id)), AccountJson.Default.CodesAnswer);
    }

    private async Task RecoverAsync(HttpContext context)
    {
        if (await AccountRequests.ReadAsync(context, AccountJson.Default.CodeRequest) is not { } request) { return; }
        if (!limits.TryHash(context.Connection.RemoteIpAddress)) { await context.WriteAsync(AccountProblems.TooMany); return; }
        if (codes.Use(request.Code) is not { } id || accounts.Find(id) is not { } account) { await context.WriteAsync(AccountProblems.BadCode); return; }
        sessions.Start(context, account.Id);
        await requests.WriteAsync(context, 200, account);
    }
}
