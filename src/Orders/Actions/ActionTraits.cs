// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Entries;

namespace Vigil.Orders.Actions;

/// <summary>Whether a proposal of some action has a member.</summary>
public enum Presence
{
    Absent,
    Optional,
    Required,
}

/// <summary>What one action is: which entry authorises it, which entry is its act, and what its proposal says.</summary>
public sealed record ActionTraits(OrderAction Action, string Name, string AuthorisedBy, string Act)
{
    private static readonly ActionTraits[] Table =
    [
        new(OrderAction.MeetingEnd, "meeting.end", EntryTypes.ActionAuthorised, EntryTypes.ActionExecuted)
        {
            SubjectKind = "meeting", HasEvidence = true, IsSanction = true, Target = Presence.Optional,
        },
        new(OrderAction.AccountSuspend, "account.suspend", EntryTypes.ActionAuthorised, EntryTypes.ActionExecuted)
        {
            SubjectKind = "account", HasEvidence = true, IsSanction = true, Target = Presence.Optional, HasUntil = true,
        },
        new(OrderAction.DataRead, "data.read", EntryTypes.ActionAuthorised, EntryTypes.ActionExecuted)
        {
            SubjectKind = "account", HasEvidence = true, IsData = true,
        },
        new(OrderAction.DataDisclose, "data.disclose", EntryTypes.ActionAuthorised, EntryTypes.DataDisclosed)
        {
            SubjectKind = "account", HasEvidence = true, IsData = true, HasKey = true,
        },
        Change(OrderAction.RosterChange, "roster.change", EntryTypes.RosterChange),
        Change(OrderAction.PolicyChange, "policy.change", EntryTypes.PolicyChange),
        Change(OrderAction.WitnessChange, "witness.change", EntryTypes.WitnessChange),
        Change(OrderAction.KeyChange, "key.change", EntryTypes.ServerKey),
        new(OrderAction.StatementPublish, "statement.publish", EntryTypes.ActionAuthorised, EntryTypes.Statement) { HasPayload = true },
        new(OrderAction.OrderReverse, "order.reverse", EntryTypes.ActionReversed, "") { Target = Presence.Required, IsUndoing = true },
        new(OrderAction.AppealUphold, "appeal.uphold", EntryTypes.AppealDecided, "") { Target = Presence.Required, IsAppeal = true },
        new(OrderAction.AppealOverturn, "appeal.overturn", EntryTypes.AppealDecided, "")
        {
            Target = Presence.Required, IsAppeal = true, IsUndoing = true,
        },
        new(OrderAction.BreakglassMeeting, "breakglass.meeting", EntryTypes.Breakglass, EntryTypes.ActionExecuted)
        {
            SubjectKind = "meeting", HasEvidence = true, HasUntil = true, IsBreakglass = true,
        },
        new(OrderAction.BreakglassAccount, "breakglass.account", EntryTypes.Breakglass, EntryTypes.ActionExecuted)
        {
            SubjectKind = "account", HasEvidence = true, HasUntil = true, IsBreakglass = true,
        },
    ];

    private static readonly Dictionary<string, ActionTraits> ByName = Table.ToDictionary(t => t.Name, StringComparer.Ordinal);

    public static IReadOnlyList<ActionTraits> All => Table;

    /// <summary>The kind of the subject; null for actions that concern nobody in particular.</summary>
    public string? SubjectKind { get; private init; }

    public bool HasEvidence { get; private init; }
    public bool HasUntil { get; private init; }
    public bool HasPayload { get; private init; }
    public bool HasKey { get; private init; }
    public Presence Target { get; private init; }

    /// <summary>Ends or suspends, with the full quorum.</summary>
    public bool IsSanction { get; private init; }

    /// <summary>Looks at somebody's data.</summary>
    public bool IsData { get; private init; }

    /// <summary>Changes what the rules rest on: slow, and open to vetoes.</summary>
    public bool IsChange { get; private init; }
    public bool IsBreakglass { get; private init; }
    public bool IsAppeal { get; private init; }

    /// <summary>Gives back: one person, at once.</summary>
    public bool IsUndoing { get; private init; }

    /// <summary>Somebody is concerned: there is a notice, an appeal, and something to reverse.</summary>
    public bool ConcernsSomebody => SubjectKind is not null;

    public static ActionTraits Of(OrderAction action) => Table[(int)action];

    public static ActionTraits? Find(string name) => ByName.GetValueOrDefault(name);

    private static ActionTraits Change(OrderAction action, string name, string act) =>
        new(action, name, EntryTypes.ActionAuthorised, act) { HasPayload = true, IsChange = true };
}
