// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Vigil.Server.Meetings;

/// <summary>Bodies in and answers out of the HTTP routes.</summary>
internal static class HttpJson
{
    /// <summary>Null if the body is larger than the limit, whatever its Content-Length says.</summary>
    public static async Task<byte[]?> ReadBodyAsync(this HttpContext context, int largest)
    {
        var buffer = new byte[largest + 1];
        var length = await context.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, context.RequestAborted);
        return length > largest ? null : buffer[..length];
    }

    public static Task WriteAsync(this HttpContext context, RequestProblem problem) =>
        context.WriteAsync(problem.Status, new ErrorAnswer(new ErrorBody(problem.Code, problem.Message)), MeetingJson.Default.ErrorAnswer);

    public static Task WriteAsync<T>(this HttpContext context, int status, T answer, JsonTypeInfo<T> type)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        return JsonSerializer.SerializeAsync(context.Response.Body, answer, type, context.RequestAborted);
    }
}
