// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Vigil.Orders.Actions;
using Vigil.Orders.Staff;

namespace Vigil.Orders.Proposals;

/// <summary>Which members a proposal of each action has, and no others.</summary>
internal static class ProposalShape
{
    /// <summary>The first member that is missing, too many, or contradicts itself; null if all fit.</summary>
    public static string? FindFault(Proposal p, JsonElement value)
    {
        var traits = p.Traits;
        if (!Fits(p.Subject, traits.ConcernsSomebody)) { return "subject"; }
        if (p.Subject is not null && value.GetProperty("subject").GetProperty("kind").GetString() != traits.SubjectKind) { return "subject"; }
        if (p.Evidence.Count > 0 && !traits.HasEvidence || !AreDistinct(p.Evidence)) { return "evidence"; }
        if (p.Reporter is not null && !traits.HasEvidence) { return "reporter"; }
        if (!Fits(p.Reviewer, p.Evidence.Count > 0)) { return "reviewer"; }
        if (traits.Target != Presence.Optional && !Fits(p.Target, traits.Target == Presence.Required)) { return "target"; }
        if (!Fits(p.Payload, traits.HasPayload)) { return "payload"; }
        if (!Fits(p.Recipient, traits.IsData)) { return "recipient"; }
        if (p.Action == OrderAction.DataRead && !RosterParser.IsPseudonym(p.Recipient!)) { return "recipient"; }
        if (!Fits(p.Key, traits.HasKey)) { return "key"; }
        if (p.Classes.Count > 0 != traits.IsData || !AreDistinct(p.Classes)) { return "classes"; }
        if (p.Until.HasValue != traits.HasUntil) { return "until"; }
        return p.QuietUntil.HasValue && !traits.IsData ? "quiet_until" : null;
    }

    private static bool Fits(string? member, bool isWanted) => member is not null == isWanted;

    private static bool AreDistinct(IReadOnlyList<string> texts) => texts.Distinct().Count() == texts.Count;
}
