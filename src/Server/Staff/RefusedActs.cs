// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Entries;
using Vigil.Orders.Reasons;
using Vigil.Orders.State;

namespace Vigil.Server.Staff;

/// <summary>Acts that were due and that the gate refused: said in the log once for each order, not every second.</summary>
internal sealed class RefusedActs(ILogger<OrderGate> logger)
{
    private readonly HashSet<string> _orders = new(StringComparer.Ordinal);

    /// <summary>Not tried again while this process runs. What only has to wait is not here.</summary>
    public bool Has(string order) => _orders.Contains(order);

    /// <summary>Under the open book.</summary>
    public async Task NoteAsync(Order order, IReadOnlyList<Refusal> refusals, OpenBook book)
    {
        // Witnesses have not cosigned the order's entry yet: they will.
        if (refusals is [{ Reason: OrderReason.UnknownOrder }] || !_orders.Add(order.Id)) { return; }
        logger.NotCarriedOut(order.Index, string.Join(", ", refusals.Select(refusal => refusal.Reason)));
        await book.AppendAsync(OrderEntries.Refused(book.NewId(), book.Now, "act", refusals, order: order.Id));
    }
}
