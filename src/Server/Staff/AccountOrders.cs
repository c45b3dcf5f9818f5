// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using Vigil.Orders.State;
using Vigil.Server.Accounts;
using Vigil.Tlog.Entries;

namespace Vigil.Server.Staff;

/// <summary>What orders an account's own person is shown: notices, and every look at the account.</summary>
internal sealed class AccountOrders(OrderBook book, Matters matters, News news)
{
    /// <summary>Capabilities, the newest first.</summary>
    public Task<IReadOnlyList<string>> NoticesAsync(AccountId account) =>
        book.UseAsync<IReadOnlyList<string>>(open => [.. Told(account, open).Select(news.TokenOf).OfType<string>()]);

    /// <summary>Not before the person may be told: until then it stands in the log as what it is, without saying whom it concerns.</summary>
    public Task<JsonArray> LooksAsync(AccountId account) =>
        book.UseAsync<JsonArray>(open => [.. Told(account, open).Where(order => order is { ActedAt: not null, Proposal.Traits.IsData: true }).Select(order => Look(order, open))]);

    private IEnumerable<Order> Told(AccountId account, OpenBook open) => matters.OrdersAbout(account, open).Where(order => order.NoticeAt is not null);

    private JsonObject Look(Order order, OpenBook open)
    {
        var look = new JsonObject
        {
            ["order"] = order.Id,
            ["index"] = open.Journal.TraceOf(order.Id).Act,
            ["time"] = EntryTime.ToText(order.ActedAt!.Value),
            ["action"] = order.Proposal.Traits.Name,
            ["recipient"] = order.Proposal.Recipient,
            ["classes"] = new JsonArray([.. order.Proposal.Classes.Select(name => (JsonNode)name)]),
            ["requester"] = order.Proposal.Requester.Kind,
            ["notice"] = news.TokenOf(order),
        };
        if (order.Proposal.Requester.Country is { } country) { look["iso"] = country; }
        return look;
    }
}
