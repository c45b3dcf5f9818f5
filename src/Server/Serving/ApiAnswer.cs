// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Vigil.Server.Meetings;

namespace Vigil.Server.Serving;

/// <summary>Why a request is refused: one code of docs/protocol/signalling.md section 1, and words.</summary>
internal sealed record ApiError(int Status, string Code, string Message);

/// <summary>Answers in JSON, which nobody on the way keeps.</summary>
internal static class ApiAnswer
{
    public static Task WriteAsync(HttpContext context, ApiError error) =>
        WriteAsync(context, error.Status, new ErrorAnswer(new ErrorBody(error.Code, error.Message)), MeetingJson.Default.ErrorAnswer);

    public static Task WriteAsync<T>(HttpContext context, int status, T answer, JsonTypeInfo<T> type)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        return JsonSerializer.SerializeAsync(context.Response.Body, answer, type, context.RequestAborted);
    }
}
