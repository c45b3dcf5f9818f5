// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Actions;
using Vigil.Orders.Reasons;

namespace Vigil.Orders.Staff;

/// <summary>What no policy may give away, whoever votes for it: only another program could, and programs are logged before they are served.</summary>
internal static class PolicyFloor
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static Refusal? Check(Policy policy)
    {
        var weak = ActionTraits.All.FirstOrDefault(a => !Holds(a, policy[a.Action]));
        if (weak is not null) { return new Refusal(OrderReason.BelowFloor, weak.Name); }
        return Holds(policy) ? null : new Refusal(OrderReason.BelowFloor, "policy");
    }

    private static bool Holds(Policy p) =>
        p.LeastMembers >= 3 && p.LeastTrustees >= 1 && p.LeastJurisdictions >= 2
        && p.PerDay <= 50
        && p.CoolDown >= 30 * Day && p.CoolDown <= 365 * Day
        && p.Vetoes <= 2
        && p.Silence >= Day && p.Silence <= 7 * Day
        && p.QuietLongest <= 365 * Day;

    private static bool Holds(ActionTraits action, ActionPolicy p) =>
        (action.IsUndoing
            ? p.Jurisdictions == 1 && p.Lines == 1
            : p.Approvals >= 2 && p.Of > p.Approvals && p.Jurisdictions >= 2 && p.Lines >= 2)
        && (!action.IsChange || p.Delay >= 3 * Day)
        && (!action.IsSanction || p.Notice >= TimeSpan.FromMinutes(10))
        && p.Window <= (action.IsBreakglass ? Hour : 30 * Day)
        && HoldsTerm(action, p);

    /// <summary>Effects that end by themselves have a longest term, and only a suspension asks for more people when it is long.</summary>
    private static bool HoldsTerm(ActionTraits action, ActionPolicy p)
    {
        if (action.HasUntil != p.Longest.HasValue) { return false; }
        if (action.Action == OrderAction.AccountSuspend)
        {
            return p.Longest <= 180 * Day && p.LongOver is { } over && over <= 3 * Day && p.LongApprovals >= p.Approvals && p.Of > p.LongApprovals;
        }
        return p.LongOver is null && (p.Longest is null || p.Longest <= Hour);
    }
}
