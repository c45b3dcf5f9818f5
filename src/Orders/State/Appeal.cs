// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Reasons;

namespace Vigil.Orders.State;

/// <summary>An objection to an order by the person concerned.</summary>
public sealed class Appeal
{
    internal Appeal(string id, ulong index, DateTimeOffset time, Order order) => (Id, Index, Time, Order) = (id, index, time, order);

    public string Id { get; }
    public ulong Index { get; }
    public DateTimeOffset Time { get; }
    public Order Order { get; }

    public bool IsDecided { get; internal set; }

    /// <summary>Nobody has answered, and the order is not over for another reason.</summary>
    public bool IsOpen => !IsDecided && Order.Ended == OrderReason.None;
}
