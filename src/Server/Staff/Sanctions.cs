// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Accounts;
using Vigil.Server.Meetings;

namespace Vigil.Server.Staff;

/// <summary>What an order that was carried out has taken from whom. <paramref name="Until"/>: it ends by itself, whether the log says so yet or not.</summary>
internal sealed record Sanction(string Order, MeetingId? Meeting, AccountId? Account, DateTimeOffset? Until, OrderNews News);

/// <summary>
/// What is ended and suspended now: in memory only, made anew from the log at every start. Everybody may ask; only <see cref="Powers"/> changes it.
/// </summary>
internal sealed class Sanctions(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Sanction> _byOrder = new(StringComparer.Ordinal);

    /// <summary>Why nobody may join a meeting; null if everybody may.</summary>
    public Sanction? OnMeeting(MeetingId meeting) => Find(sanction => meeting.Equals(sanction.Meeting));

    public DateTimeOffset? SuspendedUntil(AccountId account) => Find(sanction => account.Equals(sanction.Account))?.Until;

    public bool Has(string order)
    {
        lock (_gate) { return _byOrder.ContainsKey(order); }
    }

    internal void Add(Sanction sanction)
    {
        lock (_gate) { _byOrder[sanction.Order] = sanction; }
    }

    internal void Remove(string order)
    {
        lock (_gate) { _byOrder.Remove(order); }
    }

    /// <summary>Of several the one that lasts longest.</summary>
    private Sanction? Find(Func<Sanction, bool> concerns)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            return _byOrder.Count == 0 ? null
                : _byOrder.Values.Where(sanction => concerns(sanction) && (sanction.Until is not { } until || now < until)).MaxBy(sanction => sanction.Until ?? DateTimeOffset.MaxValue);
        }
    }
}
