// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Tlog.Entries;

/// <summary>The types with a schema. Others may follow; an entry of an unknown type is read by its head alone.</summary>
public static class EntryTypes
{
    public const string Genesis = "genesis";
    public const string ServerKey = "server.key";
    public const string Release = "release";
    public const string WitnessChange = "witness.change";
    public const string Statement = "statement";
    public const string Schema = "schema";

    // What staff do (docs/protocol/orders.md). The form is checked here, the meaning in Vigil.Orders.
    public const string RosterChange = "roster.change";
    public const string PolicyChange = "policy.change";
    public const string ActionProposed = "action.proposed";
    public const string ActionAuthorised = "action.authorised";
    public const string ActionRefused = "action.refused";
    public const string ActionExecuted = "action.executed";
    public const string ActionVetoed = "action.vetoed";
    public const string ActionExpired = "action.expired";
    public const string ActionReversed = "action.reversed";
    public const string Breakglass = "breakglass";
    public const string DataDisclosed = "data.disclosed";
    public const string DataNone = "data.none";
    public const string NoticeSent = "notice.sent";
    public const string NoticeDelayed = "notice.delayed";
    public const string AppealFiled = "appeal.filed";
    public const string AppealDecided = "appeal.decided";
    public const string RequestReceived = "request.received";
    public const string RequestOpened = "request.opened";
}
