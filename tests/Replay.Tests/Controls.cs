// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Replay.Tests;

/// <summary>All switches: each promise of the case, and the code that keeps it.</summary>
public static class Controls
{
    private const string Orders = "Vigil.Orders", Server = "Vigil.Server";

    public static IReadOnlyList<Control> All { get; } =
    [
        new("end-meeting-alone", "nobody approves what they proposed", Orders, "Vigil.Orders.Rules.QuorumRules", "CheckPerson", Off.NoneOfThem),
        new("ask-a-colleague", "who the requester can press does not count", Orders, "Vigil.Orders.Staff.Policy", "IsExposed", Off.False),
        new("ask-a-colleague", "so many jurisdictions stand behind those who count", Orders, "Vigil.Orders.Staff.Policy", "SpanJurisdictions", Off.True),
        new("ask-a-colleague", "data go to the one whom the order names", Server, "Vigil.Server.Staff.DeskView", "IsReader", Off.True),
    ];
}
