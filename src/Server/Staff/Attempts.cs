// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Approvals;
using Vigil.Orders.Entries;
using Vigil.Orders.Reasons;
using Vigil.Orders.Staff;
using Vigil.Server.Meetings;
using Vigil.Server.Serving;

namespace Vigil.Server.Staff;

/// <summary>What members tried and may not: the log keeps each attempt with its reasons, up to sixty an hour for one member.</summary>
internal sealed class Attempts(TimeProvider time)
{
    public const int PerHour = 60;

    private readonly Dictionary<string, TokenBucket> _buckets = new(StringComparer.Ordinal);

    /// <summary>Under the open book. What goes back to the member: the reasons, or that it was too much.</summary>
    public async Task<Func<HttpContext, Task>> RefuseAsync(
        OpenBook book, Member me, string stage, IReadOnlyList<Refusal> refusals, ReadOnlyMemory<byte> proposal = default, IReadOnlyList<Assertion>? approvals = null, string? order = null)
    {
        if (!_buckets.TryGetValue(me.Id, out var bucket)) { _buckets[me.Id] = bucket = new TokenBucket(PerHour / 3600.0, PerHour, time); }
        if (!bucket.TryTake()) { return context => context.WriteAsync(StaffProblems.TooManyRefused); }
        var written = await book.AppendAsync(OrderEntries.Refused(book.NewId(), book.Now, stage, refusals, proposal, approvals, order, me.Id));
        return written.Problem is { } problem
            ? context => context.WriteAsync(StaffProblems.LogIsDown(problem))
            : context => StaffRequests.RefuseAsync(context, refusals);
    }
}
