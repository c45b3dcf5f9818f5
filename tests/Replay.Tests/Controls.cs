// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Replay.Tests;

/// <summary>All switches: each promise of the case, and the code that keeps it.</summary>
internal static class Controls
{
    private const string Orders = "Vigil.Orders", Server = "Vigil.Server", Tlog = "Vigil.Tlog";

    public static IReadOnlyList<Control> All { get; } =
    [
        new("end-meeting-alone", "nobody approves what they proposed", Orders, "Vigil.Orders.Rules.QuorumRules", "CheckPerson", Off.NoneOfThem, "ann proposes"),
        new("infiltrate-and-report", "a meeting answers for its host, and for no guest", Server, "Vigil.Server.Staff.EvidenceCheck", "ConvictsHost", Off.True, "proposes the end of the meeting, for it was said there, as E1"),
        new("infiltrate-and-report", "a commitment holds one sender's one text", Server, "Vigil.Server.Reports.ReportVerifier", "IsOpening", Off.True, "reports it with entry, key and admission"),
        new("fabricate", "a commitment holds one text", Server, "Vigil.Server.Reports.ReportVerifier", "IsOpening", Off.True, "changes the words"),
        new("fabricate", "the sender signed", Server, "Vigil.Server.Reports.ReportVerifier", "IsSaid", Off.True, "moves a real message"),
        new("fabricate", "evidence that nobody signed is too weak", Orders, "Vigil.Orders.Rules.ContentRules", "CheckGround", Off.NoneOfThem, "proposes the end of the meeting"),
        new("infiltrate-and-report", "evidence that nobody signed is too weak", Orders, "Vigil.Orders.Rules.ContentRules", "CheckGround", Off.NoneOfThem, "proposes the end of the meeting"),
        new("known-number", "who joins proves the link", Server, "Vigil.Server.Meetings.MeetingAuthority", "ProvesLink", Off.True, "joins with the link's public key"),
        new("known-number", "admissions are signed", Server, "Vigil.Server.Meetings.MeetingAuthority", "IsSigned", Off.True, "admits himself in the host's name"),
        new("hand-over", "who proposes does not approve", Orders, "Vigil.Orders.Rules.QuorumRules", "CheckPerson", Off.NoneOfThem, "reads an account alone"),
        new("ask-a-colleague", "who the requester can press does not count", Orders, "Vigil.Orders.Staff.Policy", "IsExposed", Off.False, "data.read: eve"),
        new("ask-a-colleague", "so many jurisdictions stand behind those who count", Orders, "Vigil.Orders.Staff.Policy", "SpanJurisdictions", Off.True, "data.read: three"),
        new("ask-a-colleague", "data go to the one whom the order names", Server, "Vigil.Server.Staff.DeskView", "IsReader", Off.True, "he takes what"),
        new("one-minute-kill", "no rules may be below the floor", Orders, "Vigil.Orders.Staff.PolicyFloor", "Check", Off.Null, "proposes rules without notice"),
        new("investigate", "who approved in vain is named", Server, "Vigil.Server.Staff.UnfinishedApprovals", "IsSigned", Off.False, "ann did"),
        new("suspend-and-appeal", "without its notice an order has no effect", Server, "Vigil.Server.Staff.OrderGate", "CanBeAnswered", Off.True, "the notice is deleted"),
        new("suspend-and-appeal", "who ordered it does not decide on the appeal", Orders, "Vigil.Orders.State.Order", "HadPart", Off.False, "ann, who took part"),
        new("suspend-and-appeal", "silence restores", Orders, "Vigil.Orders.Rules.EndingRules", "HasExpired", Off.False, "nobody answers"),
        new("suspend-and-appeal", "an order is about whom it was signed for", Server, "Vigil.Server.Staff.SubjectBody", "Opens", Off.True, "the order is pointed"),
        new("gag", "auditors know what should have been opened", Orders, "Vigil.Orders.Rules.OverdueRules", "Find", Off.NoneOfThem, "a sealed demand is to stay sealed: the row"),
        new("exposed-approver", "who the requester can press does not count", Orders, "Vigil.Orders.Staff.Policy", "IsExposed", Off.False, "data.disclose: eve"),
        new("exposed-approver", "what the roster says anew begins anew", Orders, "Vigil.Orders.Rules.ChangeRules", "IsDated", Off.True, "three sign a roster"),
        new("tamper", "an auditor holds the log against what it said before", Tlog, "Vigil.Tlog.Audit.Memory", "Settle", Off.Nothing, "puts another reason"),
        new("tamper", "what the database says must open what was signed", Server, "Vigil.Server.Staff.SubjectBody", "Opens", Off.True, "points an order"),
        new("tamper", "a witness signs only what grows out of what it signed", Tlog, "Vigil.Tlog.Witnessing.WitnessRules", "Extends", Off.True, "asks the witness"),
    ];
}
