// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Serving;

/// <summary>
/// The one address under which people open this server: scheme, host, port. Passkeys are bound to it, and requests that
/// change an account must come from it.
/// </summary>
internal sealed class WebOrigin(ServeOptions options)
{
    private const string Local = "localhost";

    /// <summary>The host that passkeys are bound to (WebAuthn: RP ID). Null where nobody said which.</summary>
    public string? RpId { get; } = options.Origin is { } origin ? new Uri(origin).Host : options.IsLoopback ? Local : null;

    public bool IsSecure { get; } = options.Origin?.StartsWith("https:", StringComparison.Ordinal) ?? options.HasTls;

    /// <summary>On this machine without <c>--origin</c>: localhost, at the port that took the request. WebAuthn knows no IP addresses.</summary>
    public string? Of(HttpContext context)
    {
        if (options.Origin is not null || RpId is null) { return options.Origin; }
        var port = context.Connection.LocalPort;
        var scheme = options.HasTls ? "https" : "http";
        return new UriBuilder(scheme, Local, port).Uri.GetLeftPart(UriPartial.Authority);
    }

    /// <summary>Browsers say with every request that changes something which page sends it.</summary>
    public bool IsFrom(HttpContext context) => Of(context) is { } expected && context.Request.Headers.Origin is [var origin] && origin == expected;

    /// <summary>What is wrong with it as an option, or null.</summary>
    public static string? Problem(string origin)
    {
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.GetLeftPart(UriPartial.Authority) != origin || uri.UserInfo.Length > 0 || uri.HostNameType != UriHostNameType.Dns)
        {
            return $"'{origin}' is not an origin such as https://meet.example.org: scheme, a host's name in small letters and no more";
        }
        return uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.Host == Local) ? null : $"'{origin}' must begin with https://";
    }
}
