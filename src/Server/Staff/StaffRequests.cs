// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Vigil.Orders.Reasons;
using Vigil.Orders.Staff;
using Vigil.Server.Meetings;

namespace Vigil.Server.Staff;

/// <summary>What stands before every route of the desk, and what its answers have in common.</summary>
internal sealed class StaffRequests(OrderBook book, DeskSessions sessions, OrderClock clock)
{
    /// <summary>The details of a request and a whole roster are the largest that is posted.</summary>
    public const int LargestBody = 128 * 1024;

    /// <summary>For what changes something: only our own pages may ask it, and only where there are staff.</summary>
    public async Task ChangeAsync(HttpContext context, Func<HttpContext, Task> work)
    {
        var origins = await book.UseAsync(open => open.HasStaff ? open.Orders.Site!.Origins : null);
        if (origins is null) { await context.WriteAsync(StaffProblems.NoStaff); }
        else if (context.Request.Headers.Origin is not [{ } origin] || !origins.Contains(origin)) { await context.WriteAsync(StaffProblems.WrongOrigin); }
        else { await work(context); }
    }

    public Task ChangeAsync(HttpContext context, Func<HttpContext, Member, Task> work) => ChangeAsync(context, changed => SignedInAsync(changed, work));

    public async Task SignedInAsync(HttpContext context, Func<HttpContext, Member, Task> work)
    {
        var roster = await book.UseAsync(open => open.HasStaff ? open.Orders.Roster : null);
        if (roster is null) { await context.WriteAsync(StaffProblems.NoStaff); }
        else if (sessions.Find(context, roster) is { } me) { await work(context, me); }
        else { await context.WriteAsync(StaffProblems.SignedOut); }
    }

    /// <summary>Null if the body was refused, which was answered then.</summary>
    public static async Task<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type) where T : class
    {
        if (await context.ReadBodyAsync(LargestBody) is not { } body)
        {
            await context.WriteAsync(RequestProblem.TooLarge("the body is too large"));
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

    /// <summary>Something new stands in the log: what follows from it is done before the answer goes out.</summary>
    public async Task DoneAsync<T>(HttpContext context, int status, T answer, JsonTypeInfo<T> type)
    {
        await clock.TryLookAsync();
        await context.WriteAsync(status, answer, type);
    }

    public static Task RefuseAsync(HttpContext context, IReadOnlyList<Refusal> refusals) =>
        context.WriteAsync(422, StaffProblems.Refused(refusals), StaffJson.Default.RefusedAnswer);

    public static Task RefuseAsync(HttpContext context, Written written) =>
        written.Problem is { } problem ? context.WriteAsync(StaffProblems.LogIsDown(problem)) : RefuseAsync(context, written.Refusals);
}
