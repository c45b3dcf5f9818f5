// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Meetings;
using Vigil.Server.Serving;
using Vigil.Server.Signalling;
using Vigil.Server.Signalling.Media;
using Vigil.Server.Signalling.Rooms;
using Vigil.Server.Storage;

namespace Vigil.Server;

/// <summary>Puts the parts together. The container disposes what it made, last made first.</summary>
internal static class Services
{
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(5);

    public static void Add(WebApplicationBuilder builder, ServeOptions options, ServerParts parts)
    {
        var services = builder.Services;
        services.AddSingleton(_ => Logging.Create(options.LogLevel, parts.LoggerProvider));
        services.AddSingleton(options);
        services.AddSingleton(parts.Limits);
        services.AddSingleton(parts.Time);
        // Storage
        services.AddSingleton(provider => OpenDatabase(options, provider));
        services.AddSingleton<MeetingStore>();
        // Meetings and signalling
        services.AddSingleton<CreationLimit>();
        services.AddSingleton<MeetingEndpoints>();
        services.AddSingleton<MeetingRooms>();
        services.AddSingleton<SignalEndpoint>();
        services.AddSingleton(provider => parts.Media ?? SfuMediaPlane.Start(options, provider.GetRequiredService<ILoggerFactory>(), parts.Time));
        // Serving
        services.AddSingleton(provider => ReadWebClient(options, provider));
        services.AddSingleton(provider => new RequestGuard(!options.IsLoopback, provider.GetRequiredService<ILogger<RequestGuard>>()));
        services.AddRoutingCore();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = StopWithin);
        if (options.HasTls) { services.AddSingleton(provider => LoadCertificate(options, provider)); }
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
            Listening.Configure(kestrel, options, kestrel.ApplicationServices.GetService<ServerCertificate>()));
    }

    public static void OpenAll(IServiceProvider services)
    {
        services.GetRequiredService<Database>();
        services.GetService<ServerCertificate>();
        services.GetRequiredService<WebClient>();
        services.GetRequiredService<IMediaPlane>();
    }

    private static Database OpenDatabase(ServeOptions options, IServiceProvider services)
    {
        var folder = DataFolder.Open(options.Data, out var wasOpenToOthers);
        if (wasOpenToOthers) { Logger(services).DataFolderWasOpen(); }
        return Database.Open(folder);
    }

    private static WebClient ReadWebClient(ServeOptions options, IServiceProvider services)
    {
        var client = WebClient.Read(options.Web);
        if (client.IsEmpty) { Logger(services).NoWebClient(options.Web); }
        return client;
    }

    private static ServerCertificate LoadCertificate(ServeOptions options, IServiceProvider services) =>
        ServerCertificate.Load(options.Certificate!, options.Key!, services.GetRequiredService<TimeProvider>(), Logger(services));

    private static ILogger Logger(IServiceProvider services) => services.GetRequiredService<ILogger<VigilServer>>();
}
