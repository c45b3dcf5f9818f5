// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Vigil.Server.Meetings;
using Vigil.Server.Serving;
using Vigil.Server.Staff;
using Vigil.Server.Storage;

namespace Vigil.Server.Accounts;

/// <summary>What stands before every route of accounts: where the request comes from, who is signed in, and whether its body is what it should be.</summary>
internal sealed class AccountRequests(Sessions sessions, PasskeyStore passkeys, RecoveryCodeStore codes, WebOrigin origin, Sanctions sanctions, AccountOrders orders)
{
    /// <summary>A passkey's answer without attestation is far smaller.</summary>
    public const int LargestBody = 16 * 1024;

    /// <summary>For what changes something: only our own page may ask it. The cookie is not sent by other sites either; this does not lean on it.</summary>
    public async Task ChangeAsync(HttpContext context, Func<HttpContext, Task> work)
    {
        if (origin.Of(context) is null) { await context.WriteAsync(AccountProblems.NoOrigin); }
        else if (!origin.IsFrom(context)) { await context.WriteAsync(AccountProblems.WrongOrigin); }
        else { await work(context); }
    }

    public Task ChangeAsync(HttpContext context, Func<HttpContext, SignedIn, Task> work) => ChangeAsync(context, changed => SignedInAsync(changed, work));

    public async Task SignedInAsync(HttpContext context, Func<HttpContext, SignedIn, Task> work)
    {
        if (sessions.Find(context) is { } signedIn) { await work(context, signedIn); }
        else { await context.WriteAsync(AccountProblems.SignedOut); }
    }

    /// <summary>Null if the body was refused, which was answered then.</summary>
    public static async Task<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type) where T : class
    {
        if (await context.ReadBodyAsync(LargestBody) is not { } body)
        {
            await context.WriteAsync(AccountProblems.TooLarge);
            return null;
        }
        try
        {
            if (JsonSerializer.Deserialize(body, type) is { } read) { return read; }
        }
        catch (JsonException) { /* Answered below, as null is. */ }
        await context.WriteAsync(RequestProblem.Malformed("the body is not the JSON object that the protocol gives"));
        return null;
    }

    /// <summary>For what a suspended account cannot do: changing how it is opened.</summary>
    public Task ChangeKeysAsync(HttpContext context, Func<HttpContext, SignedIn, Task> work) => ChangeAsync(context, async (changed, signedIn) =>
    {
        if (sanctions.SuspendedUntil(signedIn.Account.Id) is null) { await work(changed, signedIn); }
        else { await changed.WriteAsync(AccountProblems.Suspended); }
    });

    public async Task WriteAsync(HttpContext context, int status, Account? account) =>
        await context.WriteAsync(status, new AccountAnswer(origin.Of(context), account is null ? null : View(account, await orders.NoticesAsync(account.Id))), AccountJson.Default.AccountAnswer);

    private AccountView View(Account account, IReadOnlyList<string> notices) => new(
        account.Id,
        account.Day,
        sanctions.SuspendedUntil(account.Id)?.ToUnixTimeSeconds(),
        notices,
        [.. passkeys.Of(account.Id).Select(passkey => new PasskeyView(passkey.Credential, passkey.Day, passkey.IsBackedUp))],
        codes.Count(account.Id));
}
