// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Vigil.Server.Crypto;

namespace Vigil.Server.Accounts;

internal enum Ceremony { Create, SignIn, AddPasskey, Desk }

/// <summary>A passkey ceremony under way: whose, and the challenge that the handler asked.</summary>
internal sealed record Pending(Ceremony Ceremony, AccountId? Account, string State);

/// <summary>Ceremonies under way, in memory only: a random ticket finds each once, for five minutes.</summary>
internal sealed class Tickets(TimeProvider time)
{
    public const int Most = 10_000;
    public static readonly TimeSpan Lives = TimeSpan.FromMinutes(5);

    private const int Length = 32;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (Pending Pending, long MadeAt)> _pending = [];

    /// <summary>Null if as many are under way as there may be.</summary>
    public string? Give(Pending pending)
    {
        lock (_gate)
        {
            if (_pending.Count >= Most) { RemoveOld(); }
            if (_pending.Count >= Most) { return null; }
            var ticket = StrictBase64Url.Encode(RandomNumberGenerator.GetBytes(Length));
            _pending.Add(ticket, (pending, time.GetTimestamp()));
            return ticket;
        }
    }

    /// <summary>Whatever comes of it, the ticket is used up.</summary>
    public Pending? Take(string ticket, Ceremony ceremony)
    {
        lock (_gate)
        {
            return _pending.Remove(ticket, out var found) && found.Pending.Ceremony == ceremony && !IsOld(found.MadeAt) ? found.Pending : null;
        }
    }

    private bool IsOld(long madeAt) => time.GetElapsedTime(madeAt) >= Lives;

    private void RemoveOld()
    {
        foreach (var (ticket, (_, madeAt)) in _pending)
        {
            if (IsOld(madeAt)) { _pending.Remove(ticket); }
        }
    }
}
