// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Entries;

namespace Vigil.Orders.Auditing;

/// <summary>How often staff did what, by entries within the rules: figures that belong before everybody's eyes.</summary>
public sealed class OrderCounts
{
    public int Proposed { get; private set; }
    public int Authorised { get; private set; }
    public int CarriedOut { get; private set; }
    public int Refused { get; private set; }
    public int Reversed { get; private set; }
    public int Expired { get; private set; }
    public int Vetoes { get; private set; }
    public int Breakglass { get; private set; }
    public int Disclosed { get; private set; }
    public int Appeals { get; private set; }
    public int Requests { get; private set; }

    internal void Count(string type)
    {
        switch (type)
        {
            case EntryTypes.ActionProposed: Proposed++; break;
            case EntryTypes.ActionAuthorised: Authorised++; break;
            case EntryTypes.ActionExecuted: CarriedOut++; break;
            case EntryTypes.ActionRefused: Refused++; break;
            case EntryTypes.ActionReversed: Reversed++; break;
            case EntryTypes.ActionExpired: Expired++; break;
            case EntryTypes.ActionVetoed: Vetoes++; break;
            case EntryTypes.Breakglass: Breakglass++; break;
            case EntryTypes.DataDisclosed: Disclosed++; break;
            case EntryTypes.AppealFiled: Appeals++; break;
            case EntryTypes.RequestReceived: Requests++; break;
        }
    }
}
