// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Log.Opening;
using Vigil.Tlog.Tiles;

namespace Vigil.Server.Log;

/// <summary>C2SP tlog-tiles: the files of the log's folder, under <c>/log</c> and under the path of its origin.</summary>
internal sealed class LogEndpoints(PublicLog log, FirstUse firstUse)
{
    private const string Prefix = "/log";
    private const string Text = "text/plain; charset=utf-8";
    private const string Binary = "application/octet-stream";

    /// <summary>A tile never changes while it is there.</summary>
    private const string ForEver = "public, max-age=31536000, immutable";

    private const string SecondsOnly = "public, max-age=2";

    public void Map(IEndpointRouteBuilder routes)
    {
        string[] methods = [HttpMethods.Get, HttpMethods.Head];
        routes.MapMethods($"{Prefix}/vkey", methods, context => FirstUseAsync(context, firstUse.VerifierKey));
        routes.MapMethods($"{Prefix}/policy", methods, context => FirstUseAsync(context, firstUse.Policy));
        foreach (var prefix in new[] { Prefix, OriginName.Path(log.Origin) }.Distinct())
        {
            routes.MapMethods($"{prefix}/checkpoint", methods, CheckpointAsync);
            routes.MapMethods($"{prefix}/tile/{{**rest}}", methods, context => TileAsync(context, context.Request.Path.Value![(prefix.Length + 1)..]));
        }
    }

    private Task CheckpointAsync(HttpContext context)
    {
        if (log.Publisher.Current is not { } current) { return NotFound(context); }
        context.Response.Headers.CacheControl = SecondsOnly;
        return LogAnswer.WriteAsync(context, current.Bytes, Text);
    }

    private static Task FirstUseAsync(HttpContext context, ReadOnlyMemory<byte> bytes)
    {
        context.Response.Headers.CacheControl = SecondsOnly;
        return LogAnswer.WriteAsync(context, bytes, Text);
    }

    private Task TileAsync(HttpContext context, string text)
    {
        // Beyond what is signed, files may still be written over; no cache must see one of those.
        if (!TilePath.TryParse(text, out var path) || path.Width > TileLayout.WidthOf(log.Signed.Head.Size, path.Level, path.Index)) { return NotFound(context); }
        if (!log.Tiles.TryRead(path, out var bytes)) { return NotFound(context); }
        context.Response.Headers.CacheControl = ForEver;
        return path.Kind == TileKind.Entries ? BundleAnswer.WriteAsync(context, bytes, Binary) : LogAnswer.WriteAsync(context, bytes, Binary);
    }

    private static Task NotFound(HttpContext context)
    {
        // A partial tile that is not there yet will be there later.
        context.Response.Headers.CacheControl = "no-store";
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
