// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Vigil.Cli.Tests.Support;

/// <summary>Serves a log's folder over real HTTP at <c>/log</c>, honestly unless a test says how not.</summary>
internal sealed class LogServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LogServer(WebApplication app) => _app = app;

    public string Folder { get; set; } = "";

    /// <summary>Answers in the folder's place if it returns true.</summary>
    public Func<HttpContext, string, Task<bool>> Instead { get; set; } = (_, _) => Task.FromResult(false);

    /// <summary>Names of the files that were asked for.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public string Host { get; private set; } = "";
    public string Address => $"{Host}/log";

    public static async Task<LogServer> StartAsync(string folder)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var server = new LogServer(builder.Build()) { Folder = folder };
        server._app.Run(server.AnswerAsync);
        await server._app.StartAsync();
        server.Host = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return server;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var name = context.Request.Path.Value!.Replace("/log/", "", StringComparison.Ordinal);
        Asked.Enqueue(name);
        if (await Instead(context, name)) { return; }
        var file = Path.Combine(Folder, name);
        context.Response.StatusCode = File.Exists(file) ? StatusCodes.Status200OK : StatusCodes.Status404NotFound;
        if (File.Exists(file)) { await context.Response.Body.WriteAsync(await File.ReadAllBytesAsync(file)); }
    }
}
