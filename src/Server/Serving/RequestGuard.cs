// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Serving;

/// <summary>Around every request: the headers of its answer, and what becomes of a fault.</summary>
internal sealed class RequestGuard(bool isPublic, ILogger<RequestGuard> logger)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        SecurityHeaders.Set(context.Response, isPublic);
        try { await next(context); }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away.
        }
        catch (BadHttpRequestException e) { Fail(context, e.StatusCode); }
        catch (Exception e)
        {
            // Not the message: it may quote what a client sent.
            logger.HttpFailed(e.GetType().Name, e.StackTrace);
            Fail(context, StatusCodes.Status500InternalServerError);
        }
    }

    private static void Fail(HttpContext context, int status)
    {
        if (!context.Response.HasStarted) { context.Response.StatusCode = status; }
    }
}
