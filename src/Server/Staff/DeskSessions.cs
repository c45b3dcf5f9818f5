// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Vigil.Orders.Staff;
using Vigil.Server.Crypto;
using Vigil.Server.Serving;

namespace Vigil.Server.Staff;

/// <summary>Who has the desk open where: in memory only, for a working day. It shows a little and decides nothing; every act is a signature of its own.</summary>
internal sealed class DeskSessions(WebOrigin origin, TimeProvider time)
{
    public static readonly TimeSpan Lives = TimeSpan.FromHours(8);

    private const int TokenLength = 32;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (string Credential, long StartedAt)> _open = new(StringComparer.Ordinal);

    /// <summary>The member who holds the credential now; a credential that left the roster opens nothing any more.</summary>
    public Member? Find(HttpContext context, Roster roster)
    {
        if (Hash(context) is not { } hash) { return null; }
        lock (_gate)
        {
            if (!_open.TryGetValue(hash, out var session)) { return null; }
            if (time.GetElapsedTime(session.StartedAt) < Lives && roster.TryFindCredential(session.Credential, out var member, out _)) { return member; }
            _open.Remove(hash);
            return null;
        }
    }

    public void Start(HttpContext context, string credential)
    {
        var token = RandomNumberGenerator.GetBytes(TokenLength);
        lock (_gate)
        {
            foreach (var (old, session) in _open)
            {
                if (time.GetElapsedTime(session.StartedAt) >= Lives) { _open.Remove(old); }
            }
            _open[Convert.ToHexString(SHA256.HashData(token))] = (credential, time.GetTimestamp());
        }
        context.Response.Cookies.Append(Name, StrictBase64Url.Encode(token), Cookie());
    }

    public void End(HttpContext context)
    {
        if (Hash(context) is { } hash)
        {
            lock (_gate) { _open.Remove(hash); }
        }
        context.Response.Cookies.Delete(Name, Cookie());
    }

    private string? Hash(HttpContext context) =>
        context.Request.Cookies[Name] is { } text && StrictBase64Url.TryDecode(text, out var token) && token.Length == TokenLength
            ? Convert.ToHexString(SHA256.HashData(token))
            : null;

    /// <summary>With the prefix browsers take it over TLS only.</summary>
    private string Name => origin.IsSecure ? "__Secure-vigil-desk" : "vigil-desk";

    private CookieOptions Cookie() => new() { HttpOnly = true, Secure = origin.IsSecure, SameSite = SameSiteMode.Strict, Path = "/api/staff", IsEssential = true };
}
