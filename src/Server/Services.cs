// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Accounts;
using Vigil.Server.Ceremonies;
using Vigil.Server.Files;
using Vigil.Server.Log;
using Vigil.Server.Log.Files;
using Vigil.Server.Log.Opening;
using Vigil.Server.Log.Witnessing;
using Vigil.Server.Meetings;
using Vigil.Server.Meetings.Links;
using Vigil.Server.Reports;
using Vigil.Server.Serving;
using Vigil.Server.Signalling;
using Vigil.Server.Signalling.Media;
using Vigil.Server.Signalling.Rooms;
using Vigil.Server.Staff;
using Vigil.Server.Stamps;
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
        services.AddSingleton<LinkStore>();
        services.AddSingleton<BookStore>();
        // Accounts
        services.AddSingleton<AccountStore>();
        services.AddSingleton<PasskeyStore>();
        services.AddSingleton<RecoveryCodeStore>();
        services.AddSingleton<SessionStore>();
        services.AddSingleton<AccountTables>();
        services.AddSingleton<Tickets>();
        services.AddSingleton<AccountLimits>();
        services.AddSingleton<Passkeys>();
        services.AddSingleton<RecoveryCodes>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<AccountRequests>();
        services.AddSingleton<AccountEndpoints>();
        services.AddSingleton<PasskeyEndpoints>();
        services.AddSingleton<RecoveryEndpoints>();
        // Stamps
        services.AddSingleton(provider => OpenStampKeys(options, parts, provider));
        services.AddSingleton<StampSigner>();
        // Files
        services.AddSingleton(provider => OpenFiles(options, parts, provider));
        services.AddSingleton<FileEndpoints>();
        // Reports
        services.AddSingleton(provider => OpenReports(options, parts, provider));
        services.AddSingleton<ReportLimit>();
        services.AddSingleton<ReportEndpoints>();
        // Public log
        services.AddSingleton(provider => OpenLog(options, parts, provider));
        services.AddSingleton(provider => OpenWitness(options, parts, provider));
        services.AddSingleton(provider => FirstUse.Read(provider.GetRequiredService<PublicLog>().Key, options.LogOptions.PolicyFile));
        services.AddSingleton<LogEndpoints>();
        services.AddSingleton<WitnessEndpoints>();
        // Staff
        services.AddSingleton<MatterStore>();
        services.AddSingleton<ApprovalStore>();
        services.AddSingleton<NoticeStore>();
        services.AddSingleton<SealedRequestStore>();
        services.AddSingleton<OrderBook>();
        services.AddSingleton<Inclusion>();
        services.AddSingleton<Matters>();
        services.AddSingleton<News>();
        services.AddSingleton<Sanctions>();
        services.AddSingleton<Announcements>();
        services.AddSingleton<UserRecord>();
        services.AddSingleton<Powers>();
        services.AddSingleton<OrderGate>();
        services.AddSingleton<NoticeMaker>();
        services.AddSingleton<RefusedActs>();
        services.AddSingleton<Retention>();
        services.AddSingleton<UnfinishedApprovals>();
        services.AddSingleton<EvidenceCheck>();
        services.AddSingleton<OrderClock>();
        services.AddSingleton<AccountOrders>();
        services.AddSingleton<DeskSessions>();
        services.AddSingleton<Attempts>();
        services.AddSingleton<StaffRequests>();
        services.AddSingleton<DeskView>();
        services.AddSingleton<SignInEndpoints>();
        services.AddSingleton<DeskEndpoints>();
        services.AddSingleton<ProposalEndpoints>();
        services.AddSingleton<ApprovalEndpoints>();
        services.AddSingleton<RegisterEndpoints>();
        services.AddSingleton<NoticeEndpoints>();
        // Meetings and signalling
        services.AddSingleton<CreationLimit>();
        services.AddSingleton<MeetingEndpoints>();
        services.AddSingleton<LinkEndpoints>();
        services.AddSingleton<LinkCheck>();
        services.AddSingleton<MeetingRooms>();
        services.AddSingleton<JoinLimit>();
        services.AddSingleton<Entrance>();
        services.AddSingleton<SignalEndpoint>();
        services.AddSingleton(provider => parts.Media ?? SfuMediaPlane.Start(options, provider.GetRequiredService<ILoggerFactory>(), parts.Time));
        // Serving
        services.AddSingleton<WebOrigin>();
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
        services.GetRequiredService<StampKeys>();
        services.GetRequiredService<FileStore>();
        services.GetService<ServerCertificate>();
        services.GetRequiredService<WebClient>();
        services.GetRequiredService<Witness>();
        StaffAddress.Require(services.GetRequiredService<ServeOptions>(), services.GetRequiredService<PublicLog>());
        services.GetRequiredService<IMediaPlane>();
    }

    private static Database OpenDatabase(ServeOptions options, IServiceProvider services)
    {
        var folder = DataFolder.Open(options.Data, out var wasOpenToOthers);
        if (wasOpenToOthers) { Logger(services).DataFolderWasOpen(); }
        return Database.Open(folder);
    }

    private static StampKeys OpenStampKeys(ServeOptions options, ServerParts parts, IServiceProvider services)
    {
        // The data folder is closed to others before keys are put into it.
        services.GetRequiredService<Database>();
        return StampKeys.Open(Path.Combine(options.Data, "stamps"), parts.Time, services.GetRequiredService<ILogger<StampKeys>>());
    }

    private static FileStore OpenFiles(ServeOptions options, ServerParts parts, IServiceProvider services)
    {
        services.GetRequiredService<Database>();
        var limits = new FileLimits { Server = options.FilesLimit };
        return FileStore.Open(Path.Combine(options.Data, "files"), limits, parts.Time, services.GetRequiredService<ILogger<FileStore>>(), parts.FreeDisk);
    }

    private static ReportStore OpenReports(ServeOptions options, ServerParts parts, IServiceProvider services)
    {
        services.GetRequiredService<Database>();
        return new ReportStore(new DurableFolder(parts.Log?.Files ?? new UnixFiles(), Path.GetFullPath(Path.Combine(options.Data, "reports")), isPrivate: true));
    }

    private static PublicLog OpenLog(ServeOptions options, ServerParts parts, IServiceProvider services)
    {
        CeremonyFolder.RefuseIfUnderWay(options);
        var stampKey = services.GetRequiredService<StampKeys>().PublicKey;
        return PublicLog.Open(options.LogOptions, OriginName.FromHost(options.Host), parts.Time, services.GetRequiredService<ILogger<PublicLog>>(), parts.Log, stampKey);
    }

    private static Witness OpenWitness(ServeOptions options, ServerParts parts, IServiceProvider services)
    {
        var folder = new DurableFolder(parts.Log?.Files ?? new UnixFiles(), Path.GetFullPath(Path.Combine(options.Data, "witness")), isPrivate: true);
        var log = services.GetRequiredService<PublicLog>();
        var witness = new Witness(log.Cosigner, KnownLogs.Read(options.WitnessLogs), folder, parts.Time, services.GetRequiredService<ILogger<PublicLog>>());
        witness.Open();
        return witness;
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
