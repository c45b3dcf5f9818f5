// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.State;
using Vigil.Server.Log;
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Entries;
using Vigil.Tlog.Notes;
using Vigil.Tlog.Policies;
using Vigil.Tlog.Tiles;

namespace Vigil.Server.Staff;

/// <summary>Whether the entry of an order is in our own log, from the files as everybody gets them, under a checkpoint that everybody would believe.</summary>
internal sealed class Inclusion(PublicLog log, FirstUse firstUse, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly LogPolicy _policy = Read(firstUse.Policy.Span);

    /// <remarks>
    /// (1) the checkpoint: published, and cosigned as the policy demands; a break-glass cannot wait for witnesses
    /// (2) the entry's bytes, hashed up to that checkpoint's root    <see cref="AuthenticatedTiles"/>
    /// (3) they are this order
    /// </remarks>
    public bool IsProven(Order order)
    {
        // (1)
        if ((order.Proposal.Traits.IsBreakglass ? log.Signed.Head : PublishedHead()) is not { } head || order.Index >= head.Size) { return false; }
        // (2)
        if (!AuthenticatedTiles.TryOpen(log.Tiles, head, out var tiles, out _) || !tiles!.TryReadEntry(order.Index, out var bytes)) { return false; }
        // (3)
        return LogEntry.TryParse(bytes, out var entry, out _) && entry!.Id == order.Id && entry.Type == order.Proposal.Traits.AuthorisedBy
            && entry.Body.GetProperty("proposal").GetBytesFromBase64().AsSpan().SequenceEqual(order.Bytes.Span);
    }

    /// <summary>Waits a moment for the witnesses, for the sake of somebody who waits for the answer; whether they came in time says <see cref="IsProven"/>.</summary>
    public async Task WaitAsync(Order order)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        await ((Task)log.Publisher.WhenPublishedAsync(order.Index + 1, patience.Token)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private TreeHead? PublishedHead() =>
        log.Publisher.Current is { } published && SignedNote.TryParse(published.Bytes.Span, out var note, out _)
        && _policy.Check(note!) is { Accepted: true, Checkpoint: { } checkpoint } && checkpoint.Origin == log.Origin
            ? checkpoint.Head
            : null;

    private static LogPolicy Read(ReadOnlySpan<byte> bytes) =>
        LogPolicy.TryParse(bytes, out var policy, out var failure) ? policy! : throw new LogStoreException("--log-policy", $"line {failure.Line}: {failure.Problem}");
}
