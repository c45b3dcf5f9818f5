// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Vigil.Orders.Auditing;

namespace Vigil.Cli.Auditing;

/// <summary>What a log says of its staff, for programs.</summary>
internal static class OrdersJson
{
    public static void Write(Utf8JsonWriter json, OrdersRule orders, DateTimeOffset now)
    {
        var counts = orders.Counts;
        json.WriteStartObject("orders");
        json.WriteNumber("staff", orders.Log.Roster?.Members.Count ?? 0);
        json.WriteNumber("proposed", counts.Proposed);
        json.WriteNumber("authorised", counts.Authorised);
        json.WriteNumber("carried_out", counts.CarriedOut);
        json.WriteNumber("refused", counts.Refused);
        json.WriteNumber("reversed", counts.Reversed);
        json.WriteNumber("expired", counts.Expired);
        json.WriteNumber("vetoes", counts.Vetoes);
        json.WriteNumber("breakglass", counts.Breakglass);
        json.WriteNumber("disclosed", counts.Disclosed);
        json.WriteNumber("appeals", counts.Appeals);
        json.WriteNumber("appeals_open", orders.Log.Appeals.Count(a => a.IsOpen));
        json.WriteNumber("requests", counts.Requests);
        json.WriteNumber("requests_sealed", orders.Log.Requests.Count(r => r.Details is null));
        json.WriteNumber("overdue", orders.Log.FindOverdue(now).Count);
        json.WriteEndObject();
    }
}
