// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Serving;

namespace Vigil.Server.Ceremonies;

/// <summary>The web server of a ceremony: listens as <c>vigil serve</c> would, and knows one page.</summary>
internal static class CeremonyApplication
{
    public static WebApplication Build(ServeOptions options, TimeProvider time)
    {
        // From the empty builder: no configuration file or environment variable changes what the options say.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        var services = builder.Services;
        services.AddSingleton(_ => Logging.Create(options.LogLevel, null));
        services.AddSingleton(time);
        services.AddSingleton(provider => new RequestGuard(!options.IsLoopback, provider.GetRequiredService<ILogger<RequestGuard>>()));
        services.AddSingleton(_ => WebClient.Read(options.Web));
        services.AddRoutingCore();
        if (options.HasTls)
        {
            services.AddSingleton(provider => ServerCertificate.Load(options.Certificate!, options.Key!, time, provider.GetRequiredService<ILogger<ServerCertificate>>()));
        }
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
            Listening.Configure(kestrel, options, kestrel.ApplicationServices.GetService<ServerCertificate>()));
        return builder.Build();
    }

    public static void Map(WebApplication application, Ceremony ceremony)
    {
        application.Use(application.Services.GetRequiredService<RequestGuard>().InvokeAsync);
        new CeremonyEndpoints(ceremony).Map(application);
        application.Services.GetRequiredService<WebClient>().MapOnly(application, "/ceremony", "/ceremony.html");
    }
}
