// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Auditing;
using Vigil.Tlog.Audit;

namespace Vigil.Cli.Auditing;

/// <summary>The rules between entries. One list: a new kind of promise in the log brings its rule here.</summary>
internal static class AuditRules
{
    /// <summary>How far times may run backwards: entries of a batch are dated when they were handed in.</summary>
    private static readonly TimeSpan TimeTolerance = TimeSpan.FromMinutes(10);

    public static IReadOnlyList<IEntryRule> For(string origin, OrdersRule orders) =>
    [
        new GenesisRule(origin),
        new TimeOrderRule(TimeTolerance),
        new UniqueIdRule(),
        orders,
    ];
}
