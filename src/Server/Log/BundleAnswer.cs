// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;
using Vigil.Server.Serving;

namespace Vigil.Server.Log;

/// <summary>
/// A bundle of entries is text, and its readers take it whole: compressed on the way where the client can read that. The file stays as
/// it is, so any web server can serve it; what is hashed and compared is what comes out again.
/// </summary>
internal static class BundleAnswer
{
    private const string Gzip = "gzip";

    /// <summary>Beyond this a request would cost more than it is worth.</summary>
    private const int LargestCompressed = 1 << 20;

    public static Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> bytes, string contentType)
    {
        context.Response.Headers.Vary = "Accept-Encoding";
        if (bytes.Length > LargestCompressed || !AcceptedEncoding.Has(context.Request, Gzip)) { return LogAnswer.WriteAsync(context, bytes, contentType); }
        context.Response.Headers.ContentEncoding = Gzip;
        return LogAnswer.WriteAsync(context, Compress(bytes.Span), contentType);
    }

    private static byte[] Compress(ReadOnlySpan<byte> bytes)
    {
        using var compressed = new MemoryStream();
        using (var stream = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true)) { stream.Write(bytes); }
        return compressed.ToArray();
    }
}
