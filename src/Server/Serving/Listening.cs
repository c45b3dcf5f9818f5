// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Vigil.Server.Serving;

/// <summary>Which addresses Kestrel listens on, and what it takes from a connection.</summary>
internal static class Listening
{
    private const int MostConnections = 10_000;

    public static void Configure(KestrelServerOptions kestrel, ServeOptions options, ServerCertificate? certificate)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = MostConnections;
        kestrel.Limits.MaxConcurrentUpgradedConnections = MostConnections;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        void Listen(ListenOptions listen)
        {
            listen.Protocols = HttpProtocols.Http1;
            if (certificate is not null) { UseTls(listen, certificate); }
        }
        if (options.Host == "localhost") { kestrel.ListenLocalhost(options.Port, Listen); }
        else if (options.Host == "*") { kestrel.ListenAnyIP(options.Port, Listen); }
        else { kestrel.Listen(IPAddress.Parse(options.Host), options.Port, Listen); }
    }

    private static void UseTls(ListenOptions listen, ServerCertificate certificate) => listen.UseHttps(new TlsHandshakeCallbackOptions
    {
        // Per handshake, so that a renewed certificate is used without a restart.
        OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = certificate.Current,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        }),
    });
}
