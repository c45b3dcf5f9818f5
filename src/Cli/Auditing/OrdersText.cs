// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Actions;
using Vigil.Orders.Auditing;

namespace Vigil.Cli.Auditing;

/// <summary>What a log says of its staff, in lines for a person.</summary>
internal static class OrdersText
{
    public static void Describe(OrdersRule orders, Action<string> line)
    {
        var log = orders.Log;
        if (log.Requests.Count > 0)
        {
            var isSealed = log.Requests.Count(r => r.Details is null);
            line($"{log.Requests.Count} requests by others, {isSealed} still sealed");
        }
        if (log is not { Roster: { } roster, Policy: { } policy })
        {
            line("this server has no staff: no order is possible");
            return;
        }
        var end = policy[OrderAction.MeetingEnd];
        line($"{roster.Members.Count} staff; {end.Approvals} of them, in {end.Jurisdictions} jurisdictions, end a meeting");
        var counts = orders.Counts;
        line($"{counts.Authorised} authorised, {counts.CarriedOut} carried out, {counts.Refused} attempts refused, {counts.Reversed} reversed, {counts.Expired} expired");
        line($"{counts.Breakglass} times the glass was broken, {counts.Disclosed} disclosures, {counts.Appeals} appeals, {counts.Vetoes} vetoes");
    }
}
