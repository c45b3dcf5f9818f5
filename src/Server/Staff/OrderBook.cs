// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Vigil.Orders;
using Vigil.Orders.Reasons;
using Vigil.Server.Log;
using Vigil.Tlog.Entries;

namespace Vigil.Server.Staff;

/// <summary>What became of an entry about orders: where it stands, or why it may not, or why the log did not take it.</summary>
internal readonly record struct Written(ulong Index, IReadOnlyList<Refusal> Refusals, string? Problem = null)
{
    public bool IsThere => Problem is null && Refusals.Count == 0;
}

/// <summary>
/// The one way by which entries about orders come into the log, one after the other: what the rules would refuse is not written, and what was
/// written is known at once. So the server cannot write a log that an auditor refuses.
/// </summary>
internal sealed class OrderBook(PublicLog log, TimeProvider time, ILogger<OrderBook> logger) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>Given to the log, which failed in a way that leaves open whether it will be there. Nothing else is written before that is known.</summary>
    private LogEntry? _unsettled;

    /// <summary>Does something with the book open: nobody else reads or writes it meanwhile.</summary>
    public async Task<T> UseAsync<T>(Func<OpenBook, Task<T>> work)
    {
        await _gate.WaitAsync();
        try { return await work(new OpenBook(this, log.Staff, Now())); }
        finally { _gate.Release(); }
    }

    public Task<T> UseAsync<T>(Func<OpenBook, T> work) => UseAsync(book => Task.FromResult(work(book)));

    public void Dispose() => _gate.Dispose();

    /// <remarks>
    /// (1) what an earlier entry left open
    /// (2) the rules                        <see cref="OrderLog.Check"/>
    /// (3) onto the disk, signed            <see cref="PublicLog.AppendAsync"/>
    /// (4) the same entry, as any auditor will take it
    /// </remarks>
    internal async Task<Written> AppendAsync(LogEntry entry)
    {
        // (1)
        if (await SettleAsync() is { } open) { return new Written(0, [], open); }
        // (2)
        if (log.Staff.Orders.Check(log.Signed.Head.Size, entry) is { Count: > 0 } refusals) { return new Written(0, refusals); }
        // (3)
        var result = await log.AppendAsync(entry);
        switch (result.Outcome)
        {
            // (4)
            case AppendOutcome.Appended: Take(result.Index, entry); return new Written(result.Index, []);
            case AppendOutcome.AlreadyThere or AppendOutcome.IdTaken: return new Written(0, [new Refusal(OrderReason.AlreadyAuthorised, "id")]);
            case AppendOutcome.NotDurable: _unsettled = entry; return new Written(0, [], result.Problem);
            default: return new Written(0, [], result.Problem);
        }
    }

    /// <summary>Null when nothing is open any more.</summary>
    private async Task<string?> SettleAsync()
    {
        if (_unsettled is not { } entry) { return null; }
        var result = await log.AppendAsync(entry);
        if (!result.IsInLog) { return result.Problem ?? "an earlier entry is not settled"; }
        _unsettled = null;
        Take(result.Index, entry);
        return null;
    }

    private void Take(ulong index, LogEntry entry)
    {
        if (log.Staff.Apply(index, entry) is { Count: > 0 } refusals) { logger.WrittenAgainstRules(index, string.Join(", ", refusals.Select(r => r.Reason))); }
    }

    /// <summary>As entries say it: to the second.</summary>
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
}

/// <summary>The book while somebody has it open.</summary>
internal sealed class OpenBook(OrderBook book, StaffLog log, DateTimeOffset now)
{
    public OrderLog Orders => log.Orders;

    public Journal Journal => log.Journal;

    public bool HasStaff => log.HasStaff;

    public DateTimeOffset Now => now;

    public string NewId() => EntryId.Create(now, RandomNumberGenerator.GetBytes(EntryId.RandomLength));

    public Task<Written> AppendAsync(LogEntry entry) => book.AppendAsync(entry);
}
