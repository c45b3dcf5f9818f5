// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Vigil.Orders.Reasons;
using Vigil.Server.Log;
using Vigil.Server.Meetings;

namespace Vigil.Server.Ceremonies;

/// <summary>The routes of docs/protocol/ceremony.md. A code in the header is what opens them, so no cookie and no other site's page does.</summary>
internal sealed class CeremonyEndpoints(Ceremony ceremony)
{
    private const int LargestBody = 16 * 1024;
    private const string Bearer = "Bearer ";

    private static readonly RequestProblem NoSuchCode = new(404, "no_ceremony", "this link belongs to nobody here: perhaps new ones were made");
    private static readonly RequestProblem NotNow = new(409, "not_now", "this step is over, or not due yet");
    private static readonly RequestProblem SameKey = new(409, "same_key", "somebody else has registered this key");
    private static readonly RequestProblem NotWritten = new(503, "not_written", "everything is signed, but the log could not be written; whoever runs the ceremony sees why");

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/ceremony", context => AsFounderAsync(context, me => ShowAsync(context, me)));
        Step("key", CeremonyJson.Default.KeyRequest, (me, body) => ceremony.Register(me, body.ClientData, body.AuthenticatorData));
        Step("sign", CeremonyJson.Default.SignRequest, (me, body) => ceremony.Sign(me, body.By));
        Step("decline", CeremonyJson.Default.DeclineRequest, (me, body) =>
            body.Word.Length is >= 1 and <= Ceremony.LongestWord && !body.Word.Any(char.IsControl) ? ceremony.Decline(me, body.Word) : new StepResult("malformed"));

        void Step<T>(string name, JsonTypeInfo<T> type, Func<string, T, StepResult> step) where T : class =>
            routes.MapPost($"/api/ceremony/{name}", context => AsFounderAsync(context, me => StepAsync(context, me, type, step)));
    }

    private Task AsFounderAsync(HttpContext context, Func<string, Task> work) =>
        context.Request.Headers.Authorization is [var header] && header?.StartsWith(Bearer, StringComparison.Ordinal) == true && ceremony.Find(header[Bearer.Length..]) is { } me
            ? work(me)
            : context.WriteAsync(NoSuchCode);

    private Task ShowAsync(HttpContext context, string me) => context.WriteAsync(200, ceremony.Show(me), CeremonyJson.Default.CeremonyAnswer);

    private async Task StepAsync<T>(HttpContext context, string me, JsonTypeInfo<T> type, Func<string, T, StepResult> step) where T : class
    {
        if (await ReadAsync(context, type) is not { } body) { return; }
        StepResult result;
        try { result = step(me, body); }
        // The step itself is kept; the start of the ceremony tries again.
        catch (Exception e) when (e is IOException or LogStoreException) { await context.WriteAsync(NotWritten); return; }
        await (result.Code switch
        {
            null => ShowAsync(context, me),
            "refused" => RefuseAsync(context, result.Reason),
            "same_key" => context.WriteAsync(SameKey),
            "malformed" => context.WriteAsync(RequestProblem.Malformed($"a word is 1 to {Ceremony.LongestWord} characters of one line")),
            _ => context.WriteAsync(NotNow),
        });
    }

    private static Task RefuseAsync(HttpContext context, OrderReason reason) => context.WriteAsync(
        422, new RefusedAnswer(new ErrorBody("refused", ReasonWords.Of(new Orders.Reasons.Refusal(reason))), [ReasonNames.Of(reason)]), CeremonyJson.Default.RefusedAnswer);

    private static async Task<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type) where T : class
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
}
