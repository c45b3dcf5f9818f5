// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Vigil.Server.Crypto;
using Vigil.Server.Serving;
using Vigil.Server.Storage;

namespace Vigil.Server.Accounts;

/// <summary>Whoever is signed in in the browser that asks.</summary>
internal sealed record SignedIn(Account Account, byte[] Hash, SessionRow Session);

/// <summary>Who is signed in where: 256 random bits in a cookie that no script reads and no other site sends; here only their hash.</summary>
internal sealed class Sessions
{
    /// <summary>A browser that is not used for so long is signed out.</summary>
    public static readonly TimeSpan Lives = TimeSpan.FromDays(14);

    private const int TokenLength = 32;
    private static readonly TimeSpan RenewedIsKnown = TimeSpan.FromMinutes(1);

    private readonly SessionStore _store;
    private readonly AccountStore _accounts;
    private readonly WebOrigin _origin;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    // Two tabs that open together show the same old token: what it became is known for a minute.
    private readonly Dictionary<string, (byte[] Became, long At)> _renewed = [];

    public Sessions(SessionStore store, AccountStore accounts, WebOrigin origin, TimeProvider time)
    {
        (_store, _accounts, _origin, _time) = (store, accounts, origin, time);
        _store.RemoveOver(Today);
    }

    private string Today => Days.Text(_time.GetUtcNow());

    private string LastDay => Days.Text(_time.GetUtcNow() + Lives);

    /// <summary>With the prefix browsers take it over TLS only.</summary>
    private string CookieName => _origin.IsSecure ? "__Secure-vigil-session" : "vigil-session";

    public SignedIn? Find(HttpContext context)
    {
        if (Hash(context) is not { } hash) { return null; }
        if (Renewed(hash) is { } became) { hash = became; }
        return _store.Find(hash, Today) is { } session && _accounts.Find(session.Account) is { } account ? new SignedIn(account, hash, session) : null;
    }

    /// <summary>A new token, whatever this browser had before.</summary>
    public void Start(HttpContext context, AccountId account)
    {
        if (Hash(context) is { } before) { _store.Remove(before); }
        var token = RandomNumberGenerator.GetBytes(TokenLength);
        _store.Add(SHA256.HashData(token), new SessionRow(account, Today, LastDay));
        Write(context, token);
    }

    /// <summary>Once a day another token: one that was copied from somewhere is not good for long.</summary>
    public void RenewDaily(HttpContext context, SignedIn signedIn)
    {
        if (signedIn.Session.Day == Today) { return; }
        var token = RandomNumberGenerator.GetBytes(TokenLength);
        var became = SHA256.HashData(token);
        if (!_store.TryRenew(signedIn.Hash, became, Today, LastDay)) { return; }
        Remember(signedIn.Hash, became);
        Write(context, token);
    }

    public void End(HttpContext context, SignedIn signedIn)
    {
        _store.Remove(signedIn.Hash);
        Forget(context);
    }

    public void EndOthers(SignedIn signedIn) => _store.RemoveOthers(signedIn.Account.Id, signedIn.Hash);

    public void Forget(HttpContext context) => context.Response.Cookies.Delete(CookieName, Cookie());

    private void Write(HttpContext context, byte[] token)
    {
        var cookie = Cookie();
        cookie.MaxAge = Lives;
        context.Response.Cookies.Append(CookieName, StrictBase64Url.Encode(token), cookie);
    }

    // Not for all paths, as the prefix __Host- would have it: then a signed-in host's browser would show the account to each meeting's WebSocket.
    private CookieOptions Cookie() => new() { HttpOnly = true, Secure = _origin.IsSecure, SameSite = SameSiteMode.Strict, Path = "/api", IsEssential = true };

    private byte[]? Hash(HttpContext context) =>
        context.Request.Cookies[CookieName] is { } text && StrictBase64Url.TryDecode(text, out var token) && token.Length == TokenLength ? SHA256.HashData(token) : null;

    private byte[]? Renewed(byte[] hash)
    {
        lock (_gate)
        {
            return _renewed.TryGetValue(Convert.ToHexString(hash), out var known) && _time.GetElapsedTime(known.At) < RenewedIsKnown ? known.Became : null;
        }
    }

    private void Remember(byte[] hash, byte[] became)
    {
        lock (_gate)
        {
            foreach (var (old, (_, at)) in _renewed)
            {
                if (_time.GetElapsedTime(at) >= RenewedIsKnown) { _renewed.Remove(old); }
            }
            _renewed[Convert.ToHexString(hash)] = (became, _time.GetTimestamp());
        }
    }
}
