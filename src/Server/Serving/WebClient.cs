// SPDX-License-Identifier: Apache-2.0
using System.Collections.Frozen;

namespace Vigil.Server.Serving;

/// <summary>
/// The built web client, read once at the start: what is served is what was there then, and no path of a request ever
/// touches the file system.
/// </summary>
internal sealed class WebClient
{
    private const string Index = "/index.html";
    private readonly FrozenDictionary<string, WebFile> _files;

    private WebClient(FrozenDictionary<string, WebFile> files) => _files = files;

    public bool IsEmpty => !_files.ContainsKey(Index);

    public static WebClient Read(string folder)
    {
        if (!Directory.Exists(folder)) { return new WebClient(FrozenDictionary<string, WebFile>.Empty); }
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => !path.EndsWith(".br", StringComparison.Ordinal) && !path.EndsWith(".gz", StringComparison.Ordinal))
            .Select(path => (Path: path, Address: "/" + Path.GetRelativePath(folder, path)))
            .ToFrozenDictionary(
                file => file.Address,
                // Vite puts what carries a hash in its name, and nothing else, under assets/.
                file => new WebFile(file.Path, isHashed: file.Address.StartsWith("/assets/", StringComparison.Ordinal)),
                StringComparer.Ordinal);
        return new WebClient(files);
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        string[] methods = [HttpMethods.Get, HttpMethods.Head];
        routes.MapMethods("/", methods, context => WriteAsync(context, Index));
        routes.MapMethods("/m/{id}", methods, context => WriteAsync(context, Index));
        routes.MapMethods("/account", methods, context => WriteAsync(context, "/account.html"));
        routes.MapMethods("/notice", methods, context => WriteAsync(context, "/notice.html"));
        routes.MapMethods("/desk", methods, context => WriteAsync(context, "/desk.html"));
        routes.MapMethods("/transparency", methods, context => WriteAsync(context, Index));
        routes.MapMethods("/{**path}", methods, context => WriteAsync(context, context.Request.Path.Value ?? ""));
    }

    /// <summary>One page and what it loads, and none of the others.</summary>
    public void MapOnly(IEndpointRouteBuilder routes, string route, string page)
    {
        string[] methods = [HttpMethods.Get, HttpMethods.Head];
        routes.MapMethods(route, methods, context => WriteAsync(context, page));
        routes.MapMethods("/{**path}", methods, context => WriteAsync(context, context.Request.Path.Value is { } path && !path.EndsWith(".html", StringComparison.Ordinal) ? path : ""));
    }

    private Task WriteAsync(HttpContext context, string address)
    {
        if (_files.TryGetValue(address, out var file)) { return file.WriteAsync(context); }
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
