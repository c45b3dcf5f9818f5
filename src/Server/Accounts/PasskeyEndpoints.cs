// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Crypto;
using Vigil.Server.Meetings;
using Vigil.Server.Storage;

namespace Vigil.Server.Accounts;

/// <summary>Creating an account, signing in, and an account's passkeys (docs/protocol/accounts.md). Each ceremony is two requests: what is asked, and the answer.</summary>
internal sealed class PasskeyEndpoints(AccountRequests requests, Sessions sessions, Passkeys passkeys, AccountStore accounts, PasskeyStore store, AccountLimits limits)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/account/create/options", context => requests.ChangeAsync(context, BeginCreateAsync));
        routes.MapPost("/api/account/create", context => requests.ChangeAsync(context, CreateAsync));
        routes.MapPost("/api/account/sign-in/options", context => requests.ChangeAsync(context, BeginSignInAsync));
        routes.MapPost("/api/account/sign-in", context => requests.ChangeAsync(context, SignInAsync));
        routes.MapPost("/api/account/passkeys/options", context => requests.ChangeKeysAsync(context, BeginAddAsync));
        routes.MapPost("/api/account/passkeys", context => requests.ChangeKeysAsync(context, AddAsync));
        routes.MapDelete("/api/account/passkeys/{id}", context => requests.ChangeKeysAsync(context, RemoveAsync));
    }

    private Task BeginCreateAsync(HttpContext context) => BeginAsync(context, () => passkeys.BeginCreateAsync(context));

    private Task BeginSignInAsync(HttpContext context) => BeginAsync(context, () => passkeys.BeginSignInAsync(context));

    private Task BeginAddAsync(HttpContext context, SignedIn signedIn) => BeginAsync(context, () => passkeys.BeginAddAsync(signedIn.Account.Id, context));

    private async Task BeginAsync(HttpContext context, Func<Task<OptionsAnswer?>> begin)
    {
        if (limits.TryBegin(context.Connection.RemoteIpAddress) && await begin() is { } answer)
        {
            await context.WriteAsync(200, answer, AccountJson.Default.OptionsAnswer);
        }
        else { await context.WriteAsync(AccountProblems.TooMany); }
    }

    private async Task CreateAsync(HttpContext context)
    {
        if (await AccountRequests.ReadAsync(context, AccountJson.Default.CredentialRequest) is not { } request) { return; }
        if (!limits.TryCreate(context.Connection.RemoteIpAddress)) { await context.WriteAsync(AccountProblems.TooMany); return; }
        var (problem, account) = await passkeys.FinishCreateAsync(request, context);
        await EnterAsync(context, 201, problem, account);
    }

    private async Task SignInAsync(HttpContext context)
    {
        if (await AccountRequests.ReadAsync(context, AccountJson.Default.CredentialRequest) is not { } request) { return; }
        var (problem, account) = await passkeys.FinishSignInAsync(request, context);
        await EnterAsync(context, 200, problem, account);
    }

    private async Task EnterAsync(HttpContext context, int status, RequestProblem? problem, AccountId? id)
    {
        if (problem is not null) { await context.WriteAsync(problem); return; }
        // Deleted from another browser just now: there is nothing to sign in to.
        if (accounts.Find(id!) is not { } account) { await context.WriteAsync(AccountProblems.UnknownPasskey); return; }
        sessions.Start(context, account.Id);
        await requests.WriteAsync(context, status, account);
    }

    private async Task AddAsync(HttpContext context, SignedIn signedIn)
    {
        if (await AccountRequests.ReadAsync(context, AccountJson.Default.CredentialRequest) is not { } request) { return; }
        if (await passkeys.FinishAddAsync(request, signedIn.Account.Id, context) is { } problem) { await context.WriteAsync(problem); }
        else { await requests.WriteAsync(context, 201, signedIn.Account); }
    }

    private Task RemoveAsync(HttpContext context, SignedIn signedIn)
    {
        if (!StrictBase64Url.TryDecode(context.Request.RouteValues["id"] as string, out var credential)) { return context.WriteAsync(AccountProblems.NoPasskey); }
        return store.Remove(signedIn.Account.Id, credential) switch
        {
            RemovePasskeyResult.Removed => requests.WriteAsync(context, 200, signedIn.Account),
            RemovePasskeyResult.Last => context.WriteAsync(AccountProblems.LastPasskey),
            _ => context.WriteAsync(AccountProblems.NoPasskey),
        };
    }
}
