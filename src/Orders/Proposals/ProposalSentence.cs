// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Actions;
using Vigil.Tlog.Entries;

namespace Vigil.Orders.Proposals;

/// <summary>A proposal in words. Part of the format: made from the other members, never written by anybody.</summary>
internal static class ProposalSentence
{
    public static string Of(Proposal p) => string.Join(' ', Parts(p).Where(part => part.Length > 0));

    private static IEnumerable<string> Parts(Proposal p)
    {
        yield return What(p);
        if (p.Traits.IsSanction && p.Target is not null) { yield return $"This ratifies break-glass {p.Target}."; }
        yield return $"Ground: {p.Ground}.";
        if (p.Evidence.Count > 0) { yield return $"Evidence: {string.Join(", ", p.Evidence.Select(e => e[..2]))}."; }
        yield return Who(p.Requester);
        if (p.Payload is not null) { yield return $"It sets {p.Payload}."; }
        if (p.QuietUntil is { } quiet) { yield return $"The person is not told before {EntryTime.ToText(quiet)}."; }
        yield return $"Proposed by {p.Proposer}.";
        if (p.Reporter is not null) { yield return $"Reported by {p.Reporter}."; }
        if (p.Reviewer is not null) { yield return $"Evidence reviewed by {p.Reviewer}."; }
        yield return $"Not before {EntryTime.ToText(p.NotBefore)}, not from {EntryTime.ToText(p.Expires)} on.";
    }

    private static string What(Proposal p) => p.Action switch
    {
        OrderAction.MeetingEnd => "End a meeting.",
        OrderAction.AccountSuspend => $"Suspend an account until {Until(p)}.",
        OrderAction.DataRead => $"Read an account's data ({Classes(p)}) as {p.Recipient}.",
        OrderAction.DataDisclose => $"Disclose an account's data ({Classes(p)}) to {p.Recipient}.",
        OrderAction.RosterChange => "Change the roster.",
        OrderAction.PolicyChange => "Change the policy.",
        OrderAction.WitnessChange => "Change the witnesses.",
        OrderAction.KeyChange => "Change a key of the server.",
        OrderAction.StatementPublish => "Publish a statement.",
        OrderAction.OrderReverse => $"Reverse order {p.Target}.",
        OrderAction.AppealUphold => $"Uphold the order in appeal {p.Target}.",
        OrderAction.AppealOverturn => $"Overturn the order in appeal {p.Target}.",
        OrderAction.BreakglassMeeting => $"Break the glass: cut a meeting until {Until(p)}.",
        OrderAction.BreakglassAccount => $"Break the glass: suspend an account until {Until(p)}.",
        _ => throw new ArgumentOutOfRangeException(nameof(p), p.Action, "an action without words"),
    };

    private static string Who(Requester requester) => requester.Kind switch
    {
        Requester.Government => $"Asked by a government ({requester.Country}), request {requester.Request}.",
        Requester.Private => $"Asked by a private party ({requester.Country}), request {requester.Request}.",
        Requester.User => "Asked by a user.",
        _ => "On the operator's own initiative.",
    };

    private static string Until(Proposal p) => p.Until is { } until ? EntryTime.ToText(until) : "";

    private static string Classes(Proposal p) => string.Join(", ", p.Classes);
}
