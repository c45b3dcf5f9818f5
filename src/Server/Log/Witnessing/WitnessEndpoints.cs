// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Vigil.Tlog.Witnessing;

namespace Vigil.Server.Log.Witnessing;

/// <summary>C2SP tlog-witness, with <c>/witness</c> as both its prefixes.</summary>
internal sealed class WitnessEndpoints(Witness witness, ILogger<PublicLog> logger)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/witness/add-checkpoint", AddAsync);
        routes.MapMethods("/witness/{origin}/checkpoint", [HttpMethods.Get, HttpMethods.Head], LatestAsync);
    }

    private async Task AddAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        var body = await ReadAsync(context.Request);
        if (body is null || !WitnessRequest.TryParse(body, out var request))
        {
            context.Response.StatusCode = (int)WitnessAnswer.BadRequest;
            return;
        }
        try { await AnswerAsync(context, witness.Add(request!)); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && !context.Response.HasStarted)
        {
            logger.WitnessStoreFailed(e.Message);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
    }

    private static Task AnswerAsync(HttpContext context, WitnessDecision decision)
    {
        context.Response.StatusCode = (int)decision.Answer;
        context.Response.ContentType = decision.Answer == WitnessAnswer.OtherSize ? "text/x.tlog.size" : "text/plain; charset=utf-8";
        return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(decision.Body), context.RequestAborted).AsTask();
    }

    private async Task LatestAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (witness.Latest((string)context.Request.RouteValues["origin"]!) is not { } note)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        await LogAnswer.WriteAsync(context, note, "text/plain; charset=utf-8");
    }

    /// <summary>Null if it is longer than any such request, whatever its Content-Length says.</summary>
    private static async Task<byte[]?> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0)
        {
            if (body.Length + read > WitnessRequest.MaxBytes) { return null; }
            body.Write(buffer, 0, read);
        }
        return body.ToArray();
    }
}
