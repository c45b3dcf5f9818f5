// SPDX-License-Identifier: Apache-2.0
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Vigil.Server.Accounts;
using Vigil.Server.Files;
using Vigil.Server.Log;
using Vigil.Server.Log.Witnessing;
using Vigil.Server.Meetings;
using Vigil.Server.Meetings.Links;
using Vigil.Server.Reports;
using Vigil.Server.Serving;
using Vigil.Server.Signalling;
using Vigil.Server.Signalling.Rooms;
using Vigil.Server.Staff;
using Vigil.Server.Storage;

namespace Vigil.Server;

/// <summary>A running server: pages, meetings, signalling, media and the public log in one process.</summary>
public sealed class VigilServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private VigilServer(WebApplication application, Uri address)
    {
        _application = application;
        Address = address;
    }

    /// <summary>Where a browser on this machine finds it.</summary>
    public Uri Address { get; }

    /// <summary>The public log of this server.</summary>
    internal PublicLog Log => _application.Services.GetRequiredService<PublicLog>();

    /// <summary>Looks at the orders that are due.</summary>
    internal OrderClock Orders => _application.Services.GetRequiredService<OrderClock>();

    /// <summary>Any other part, for a test that looks inside.</summary>
    internal T Part<T>() where T : notnull => _application.Services.GetRequiredService<T>();

    /// <summary>How many commands were refused, by reason.</summary>
    internal CommandCounters RefusedCommands => _application.Services.GetRequiredService<MeetingRooms>().RefusedCommands;

    /// <summary>Starts, and completes when the first request can be answered.</summary>
    /// <exception cref="StartException">with a reason for the person who started it</exception>
    public static Task<VigilServer> StartAsync(ServeOptions options) => StartAsync(options, new ServerParts());

    /// <summary>Completes when the process is told to stop (Ctrl+C, SIGTERM).</summary>
    public Task WaitForStopAsync() => _application.WaitForShutdownAsync();

    /// <summary>Tells everybody that the server stops, then lets go of port, files and memory.</summary>
    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    /// <remarks>
    /// (1) everything that is wrong with the options, at once     <see cref="ServeOptions.Check"/>
    /// (2) put the parts together                                 <see cref="Services.Add"/>
    /// (3) open data, public log, certificate, web client and media now: what is wrong with them stops the start, not the first request
    /// (4) orders that stand take effect, before anybody can join   <see cref="OrderClock.StartAsync"/>
    /// (5) routes, then listen                                    <see cref="Listening.Configure"/>
    /// </remarks>
    internal static async Task<VigilServer> StartAsync(ServeOptions options, ServerParts parts)
    {
        // (1)
        if (options.Check() is { Count: > 0 } problems) { throw new StartException(problems); }
        // (2) From the empty builder: no configuration file or environment variable changes what the options say.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        Services.Add(builder, options, parts);
        var application = builder.Build();
        try
        {
            // (3)
            Services.OpenAll(application.Services);
            // (4)
            await application.Services.GetRequiredService<OrderClock>().StartAsync();
            // (5)
            Map(application);
            await application.StartAsync();
            return new VigilServer(application, FindAddress(application, options));
        }
        catch (Exception e)
        {
            await application.DisposeAsync();
            if (e is DatabaseException or LogStoreException or IOException) { throw new StartException(e.Message); }
            throw;
        }
    }

    private static void Map(WebApplication application)
    {
        var services = application.Services;
        var limits = services.GetRequiredService<SignallingLimits>();
        application.Use(services.GetRequiredService<RequestGuard>().InvokeAsync);
        application.UseWebSockets(new WebSocketOptions { KeepAliveInterval = limits.PingAfter, KeepAliveTimeout = limits.PongWithin });
        services.GetRequiredService<MeetingEndpoints>().Map(application);
        services.GetRequiredService<LinkEndpoints>().Map(application);
        application.MapGet("/signal/{key}", services.GetRequiredService<SignalEndpoint>().AcceptAsync);
        services.GetRequiredService<FileEndpoints>().Map(application);
        services.GetRequiredService<ReportEndpoints>().Map(application);
        services.GetRequiredService<AccountEndpoints>().Map(application);
        services.GetRequiredService<PasskeyEndpoints>().Map(application);
        services.GetRequiredService<RecoveryEndpoints>().Map(application);
        services.GetRequiredService<SignInEndpoints>().Map(application);
        services.GetRequiredService<DeskEndpoints>().Map(application);
        services.GetRequiredService<ProposalEndpoints>().Map(application);
        services.GetRequiredService<ApprovalEndpoints>().Map(application);
        services.GetRequiredService<RegisterEndpoints>().Map(application);
        services.GetRequiredService<NoticeEndpoints>().Map(application);
        services.GetRequiredService<LogEndpoints>().Map(application);
        services.GetRequiredService<WitnessEndpoints>().Map(application);
        services.GetRequiredService<WebClient>().Map(application);
    }

    private static Uri FindAddress(WebApplication application, ServeOptions options)
    {
        var bound = new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return options.Host == "localhost" || options.IsEveryAddress ? new UriBuilder(bound) { Host = "localhost" }.Uri : bound;
    }
}
