// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Net;
using Vigil.Tlog.Notes;

namespace Vigil.Server.Log.Opening;

/// <summary>A log's name: <c>host/path</c>, without a scheme.</summary>
internal static class OriginName
{
    private const string UsualPath = "/log/staff-actions";

    /// <summary>What is wrong with it, or null.</summary>
    public static string? Problem(string origin)
    {
        if (!KeyName.IsValid(origin)) { return $"'{origin}' is not a name for a log: no space, no +, at most {KeyName.MaxBytes} bytes"; }
        var slash = origin.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == origin.Length - 1 || origin.EndsWith('/')) { return $"'{origin}' is not host/path, for example meet.example.org{UsualPath}"; }
        return WebOrigin(origin) is null ? $"'{origin[..slash]}' is not a host in small letters" : null;
    }

    /// <summary>Null where the host alone does not name anything that stays.</summary>
    public static string? FromHost(string host)
    {
        if (!IPAddress.TryParse(host, out var address)) { return host == "*" ? null : host + UsualPath; }
        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)) { return null; }
        return (address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString()) + UsualPath;
    }

    public static string Host(string origin) => origin[..origin.IndexOf('/', StringComparison.Ordinal)];

    public static string Path(string origin) => origin[origin.IndexOf('/', StringComparison.Ordinal)..];

    /// <summary>Where the web client is: on the log's host, on this port. A name that has a port of its own keeps it.</summary>
    public static string? WebOrigin(string origin, int? port = null)
    {
        var text = $"https://{Host(origin)}";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.GetLeftPart(UriPartial.Authority) != text) { return null; }
        return port is null || !uri.IsDefaultPort ? text : string.Create(CultureInfo.InvariantCulture, $"{text}:{port}");
    }
}
