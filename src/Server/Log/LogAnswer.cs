// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Log;

/// <summary>A public file of the log: anybody's page may read it.</summary>
internal static class LogAnswer
{
    public static Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> bytes, string contentType)
    {
        var response = context.Response;
        response.ContentType = contentType;
        response.ContentLength = bytes.Length;
        AllowEverybody(response);
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    /// <summary>Only what is the same for everybody may carry this.</summary>
    private static void AllowEverybody(HttpResponse response)
    {
        response.Headers.AccessControlAllowOrigin = "*";
        response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
    }
}
