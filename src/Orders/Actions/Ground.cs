// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Entries;

namespace Vigil.Orders.Actions;

/// <summary>Why something may be done. The list is closed; none of it is an opinion, and none is "other".</summary>
public sealed record Ground(string Name, Func<ActionTraits, bool> IsFor)
{
    public const string ImminentHarm = "safety:imminent-harm";

    private static readonly Ground[] Table =
    [
        .. new[] { "tos:violence", "tos:harassment", "tos:child-abuse", "tos:fraud", "tos:malware", "tos:impersonation" }
            .Select(name => new Ground(name, a => a.IsSanction) { NeedsSigned = true }),
        new(ImminentHarm, a => a.ConcernsSomebody) { NeedsEvidence = true, NeedsSigned = true },
        new("law:court-order", a => a.ConcernsSomebody) { Requesters = ["government"], IsCourtOrder = true },
        new("law:binding-request", a => a.IsData) { Requesters = ["government", "private"] },
        Staff("staff:change", a => a.IsChange),
        Staff("staff:canary", a => a.AuthorisedBy == EntryTypes.ActionAuthorised && a.HasPayload && !a.IsChange),
        Staff("staff:correction", a => a.Action == OrderAction.OrderReverse),
        Staff("staff:appeal", a => a.IsAppeal),
    ];

    private static readonly Dictionary<string, Ground> ByName = Table.ToDictionary(g => g.Name, StringComparer.Ordinal);

    public static IReadOnlyList<Ground> All => Table;

    /// <summary>A sanction needs evidence that the accused key signed itself.</summary>
    public bool NeedsSigned { get; private init; }

    public bool NeedsEvidence { get; private init; }
    public bool IsCourtOrder { get; private init; }

    /// <summary>Who may be behind it.</summary>
    public IReadOnlyList<string> Requesters { get; private init; } = ["government", "private", "user", "operator"];

    public static Ground? Find(string name) => ByName.GetValueOrDefault(name);

    private static Ground Staff(string name, Func<ActionTraits, bool> isFor) => new(name, isFor) { Requesters = ["operator"] };
}
