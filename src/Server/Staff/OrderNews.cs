// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Serialization;
using Vigil.Orders.State;
using Vigil.Server.Signalling.Messages;

namespace Vigil.Server.Staff;

/// <summary>Where an order stands in the log (O of docs/protocol/staff.md): a signpost for whoever checks it there.</summary>
internal sealed record OrderPlace(string Order, string Action, OrderIndexes Indexes)
{
    public static OrderPlace Of(Order order, OpenBook book)
    {
        var (p, trace) = (order.Proposal, book.Journal.TraceOf(order.Id));
        return new OrderPlace(order.Id, p.Traits.Name, new OrderIndexes(
            book.Journal.IndexOfState(p.Roster),
            book.Journal.IndexOfState(p.Policy),
            book.Orders.FindProposal(p.Id)?.Index,
            order.Index,
            p.Requester.Request is { } request ? book.Orders.FindRequest(request)?.Index : null,
            trace.Notice,
            trace.Act,
            trace.Over));
    }
}

internal sealed record OrderIndexes(ulong Roster, ulong Policy, ulong? Proposal, ulong Order, ulong? Request, ulong? Notice, ulong? Act, ulong? Over);

/// <summary>What people in a meeting are told of an order about it. <paramref name="Notice"/>, the capability, is for holders of the host key alone.</summary>
internal sealed record OrderNews(OrderPlace Order, string Salt, DateTimeOffset Earliest, string? Notice)
{
    public OrderEvent ToEvent(string what, bool holdsHostKey) => new(what, Order, Salt, Tlog.Entries.EntryTime.ToText(Earliest), holdsHostKey ? Notice : null);
}

/// <summary><c>what</c>: <c>notice</c> or <c>end</c>.</summary>
internal sealed record OrderEvent(
    string What, OrderPlace Order, string Salt, string Earliest, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Notice) : ServerEvent("order");
