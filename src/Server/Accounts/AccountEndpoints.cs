// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Meetings;
using Vigil.Server.Staff;
using Vigil.Server.Storage;

namespace Vigil.Server.Accounts;

/// <summary>How an account stands, all that is kept of it, and its end (docs/protocol/accounts.md).</summary>
internal sealed class AccountEndpoints(AccountRequests requests, Sessions sessions, AccountTables tables, AccountOrders orders)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/account", StateAsync);
        routes.MapGet("/api/my-data", context => requests.SignedInAsync(context, MyDataAsync));
        routes.MapPost("/api/account/sign-out", context => requests.ChangeAsync(context, SignOutAsync));
        routes.MapDelete("/api/account", context => requests.ChangeAsync(context, DeleteAsync));
    }

    private Task StateAsync(HttpContext context)
    {
        var signedIn = sessions.Find(context);
        if (signedIn is not null) { sessions.RenewDaily(context, signedIn); }
        return requests.WriteAsync(context, 200, signedIn?.Account);
    }

    /// <summary>Looks are read from the public log: only an order makes one, and none leaves no entry.</summary>
    private async Task MyDataAsync(HttpContext context, SignedIn signedIn) => await context.WriteAsync(
        200, new MyDataAnswer(signedIn.Account.Id, tables.Read(signedIn.Account.Id), await orders.LooksAsync(signedIn.Account.Id)), AccountJson.Default.MyDataAnswer);

    private async Task SignOutAsync(HttpContext context, SignedIn signedIn)
    {
        if (await AccountRequests.ReadAsync(context, AccountJson.Default.SignOutRequest) is not { } request) { return; }
        switch (request.Which)
        {
            case "this":
                sessions.End(context, signedIn);
                await requests.WriteAsync(context, 200, null);
                break;
            case "others":
                sessions.EndOthers(signedIn);
                await requests.WriteAsync(context, 200, signedIn.Account);
                break;
            default:
                await context.WriteAsync(RequestProblem.Malformed("which is this or others"));
                break;
        }
    }

    private Task DeleteAsync(HttpContext context, SignedIn signedIn)
    {
        tables.Delete(signedIn.Account.Id);
        sessions.Forget(context);
        return requests.WriteAsync(context, 200, null);
    }
}
