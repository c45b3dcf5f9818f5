// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Vigil.Server.Serving;

/// <summary>One file of the web client, in memory, with its compressed forms where the build made them.</summary>
internal sealed class WebFile
{
    private static readonly FileExtensionContentTypeProvider ContentTypes = new();

    private readonly byte[] _plain;
    private readonly byte[]? _brotli;
    private readonly byte[]? _gzip;
    private readonly string _contentType;
    private readonly string _cacheControl;
    private readonly EntityTagHeaderValue _tag;

    public WebFile(string path, bool isHashed)
    {
        _plain = File.ReadAllBytes(path);
        _brotli = ReadIfThere(path + ".br");
        _gzip = ReadIfThere(path + ".gz");
        _contentType = ContentTypes.TryGetContentType(path, out var type) ? Full(type) : "application/octet-stream";
        // A hashed name never changes its content; everything else is asked for again each time.
        _cacheControl = isHashed ? "public, max-age=31536000, immutable" : "no-cache";
        _tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(_plain))[..32]}\"");
    }

    public Task WriteAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.CacheControl = _cacheControl;
        response.Headers.ETag = _tag.ToString();
        response.Headers.Vary = "Accept-Encoding";
        if (request.GetTypedHeaders().IfNoneMatch.Any(tag => tag.Compare(_tag, useStrongComparison: false)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }
        var (body, encoding) = Choose(request);
        if (encoding is not null) { response.Headers.ContentEncoding = encoding; }
        response.ContentType = _contentType;
        response.ContentLength = body.Length;
        return HttpMethods.IsHead(request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private (byte[] Body, string? Encoding) Choose(HttpRequest request)
    {
        if (_brotli is not null && AcceptedEncoding.Has(request, "br")) { return (_brotli, "br"); }
        if (_gzip is not null && AcceptedEncoding.Has(request, "gzip")) { return (_gzip, "gzip"); }
        return (_plain, null);
    }

    private static string Full(string type) =>
        type.StartsWith("text/", StringComparison.Ordinal) || type is "application/json" or "image/svg+xml" ? $"{type}; charset=utf-8" : type;

    private static byte[]? ReadIfThere(string path) => File.Exists(path) ? File.ReadAllBytes(path) : null;
}
