// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Vigil.Server.Crypto;
using Vigil.Server.Meetings;

namespace Vigil.Server.Files;

/// <summary>Pieces of files, in and out (docs/protocol/signalling.md section 1).</summary>
internal sealed class FileEndpoints(FileStore store, ILogger<FileStore> logger)
{
    private const string WholeFile = "/api/files/{file}";
    private const string Route = WholeFile + "/{piece}";

    private static readonly RequestProblem NoFile = new(404, "file_not_found", "there is no such file here, or not any more");
    private static readonly RequestProblem NoPiece = new(404, "piece_not_found", "the file has no such piece, or not yet");
    private static readonly RequestProblem BadToken = new(401, "bad_token", "Authorization: Bearer with this file's token is needed");

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPut(Route, PutAsync);
        routes.MapGet(Route, GetAsync);
        routes.MapDelete(WholeFile, DeleteAsync);
    }

    private async Task PutAsync(HttpContext context)
    {
        if (!TryFindPiece(context, (file, token) => file.MayWrite(token), out var file, out var piece, out var error)
            || (error = Begin(context, file!, piece)) is not null)
        {
            await context.WriteAsync(error!);
            return;
        }
        var end = UploadEnd.TooShort;
        try { end = await PieceUpload.RunAsync(context.Request.Body, file!.Layout.SizeOf(piece), file.PathOf(piece), context.RequestAborted); }
        finally { file!.EndUpload(piece, isThere: end == UploadEnd.Stored); }
        if (Problem(end) is { } problem) { await context.WriteAsync(problem); }
        else { context.Response.StatusCode = StatusCodes.Status204NoContent; }
    }

    private async Task GetAsync(HttpContext context)
    {
        if (!TryFindPiece(context, (file, token) => file.MayRead(token), out var file, out var piece, out var error))
        {
            await context.WriteAsync(error!);
            return;
        }
        if (!file!.Has(piece) || file.TryRead(piece) is not { } bytes)
        {
            await context.WriteAsync(NoPiece);
            return;
        }
        await using (bytes)
        {
            context.Response.ContentType = "application/octet-stream";
            context.Response.ContentLength = bytes.Length;
            context.Response.Headers.CacheControl = "no-store";
            await bytes.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
    }

    /// <summary>Whoever was to fill the room does not want it any more.</summary>
    private async Task DeleteAsync(HttpContext context)
    {
        if (!TryFind(context, (file, token) => file.MayWrite(token), out var id, out _, out var error))
        {
            await context.WriteAsync(error!);
            return;
        }
        store.Drop(id!);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>The token decides before anything is said about pieces.</summary>
    private bool TryFindPiece(HttpContext context, Func<SharedFile, FileToken, bool> may, out SharedFile? file, out int piece, out RequestProblem? error)
    {
        var hasPiece = TryParsePiece(context.Request.RouteValues["piece"] as string, out piece);
        if (!TryFind(context, may, out _, out file, out error)) { return false; }
        error = !hasPiece || piece >= file!.Layout.Pieces ? NoPiece : null;
        return error is null;
    }

    private bool TryFind(HttpContext context, Func<SharedFile, FileToken, bool> may, out FileId? id, out SharedFile? file, out RequestProblem? error)
    {
        id = StrictBase64Url.TryDecode(context.Request.RouteValues["file"] as string, out var bytes) && bytes.Length == FileId.Length ? new FileId(bytes) : null;
        file = id is null ? null : store.Find(id);
        error = file is null ? NoFile : BearerToken(context.Request) is not { } token || !may(file, token) ? BadToken : null;
        return error is null;
    }

    private static RequestProblem? Begin(HttpContext context, SharedFile file, int piece)
    {
        var size = file.Layout.SizeOf(piece);
        if (context.Request.ContentLength > size) { return TooLarge(size); }
        // Chunked bodies say no length; Kestrel stops reading where it would be too much.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) { limit.MaxRequestBodySize = PieceLayout.LargestPiece + 1; }
        return file.BeginUpload(piece) switch
        {
            UploadStart.PieceExists => new RequestProblem(409, "piece_exists", "this piece is there already, or is just coming"),
            UploadStart.TooMany => new RequestProblem(429, "too_many", $"at most {FileLimits.MostUploads} pieces of a file at once"),
            UploadStart.Gone => NoFile,
            _ => null,
        };
    }

    private RequestProblem? Problem(UploadEnd end)
    {
        switch (end)
        {
            case UploadEnd.Stored: return null;
            case UploadEnd.TooShort: return new RequestProblem(400, "malformed", "the piece is shorter than the file's size says");
            case UploadEnd.TooLong: return TooLarge(PieceLayout.LargestPiece);
            default:
                logger.PieceNotWritten(store.FreeDisk);
                return new RequestProblem(507, "no_room", "the server's disk did not take this piece");
        }
    }

    private static RequestProblem TooLarge(int size) => new(413, "too_large", $"this piece has at most {size} bytes");

    /// <summary>One spelling for each number: no sign, no space, no leading zero.</summary>
    private static bool TryParsePiece(string? text, out int piece) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out piece) && piece.ToString(CultureInfo.InvariantCulture) == text;

    private static FileToken? BearerToken(HttpRequest request)
    {
        const string scheme = "Bearer ";
        var header = request.Headers.Authorization;
        return header.Count == 1 && header[0] is { } value && value.StartsWith(scheme, StringComparison.Ordinal)
            && StrictBase64Url.TryDecode(value.AsSpan(scheme.Length), out var token) && token.Length == FileToken.Length
            ? new FileToken(token) : null;
    }
}
