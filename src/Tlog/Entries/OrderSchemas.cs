// SPDX-License-Identifier: Apache-2.0
using static Vigil.Tlog.Entries.MemberRule;
using static Vigil.Tlog.Entries.MemberValues;

namespace Vigil.Tlog.Entries;

/// <summary>The members of entries about orders (docs/protocol/orders.md section 8): their form. What they mean is for Vigil.Orders.</summary>
internal static class OrderSchemas
{
    private const int MaxProposal = 4096;
    private const int MaxDetails = 16_384;

    private static readonly MemberRule[] AssertionMembers =
    [
        Required("cred", Base64UpTo(1023)),
        Required("cd", Base64UpTo(4096)),
        Required("ad", Base64UpTo(1024)),
        Required("sig", Base64UpTo(256)),
    ];

    private static readonly MemberRule Order = Required("order", Id);

    /// <summary>Four types authorise; for readers they repeat what the signed proposal says.</summary>
    private static readonly IReadOnlyList<MemberRule> Authorising =
    [
        .. EntrySchemas.Head,
        Required("action", Text(32)),
        Required("ground", Text(64)),
        Optional("evidence", ListOf(16, Text(80))),
        Required("requester", AnyObject),
        Optional("target", Id),
        Required("policy", Hex(64)),
        Required("roster", Hex(64)),
        Required("not_before", Time),
        Required("expires", Time),
        Required("proposal", Base64UpTo(MaxProposal)),
        Required("approvals", ListOf(16, ObjectOf(AssertionMembers))),
    ];

    private static readonly Dictionary<string, IReadOnlyList<MemberRule>> Known = new(StringComparer.Ordinal)
    {
        [EntryTypes.ActionProposed] = Of(Required("proposal", Base64UpTo(MaxProposal)), Required("by", ObjectOf(AssertionMembers))),
        [EntryTypes.ActionAuthorised] = Authorising,
        [EntryTypes.Breakglass] = Authorising,
        [EntryTypes.ActionReversed] = Authorising,
        [EntryTypes.AppealDecided] = Authorising,
        [EntryTypes.ActionRefused] = Of(
            Required("stage", OneOf("propose", "approve", "act")),
            Required("reasons", ListOf(32, Text(64))),
            Optional("proposal", Base64UpTo(MaxProposal)),
            Optional("approvals", ListOf(16, ObjectOf(AssertionMembers))),
            Optional("order", Id),
            Optional("desk", Text(32))),
        [EntryTypes.ActionExecuted] = Of(Order),
        [EntryTypes.ActionVetoed] = Of(Order, Required("approvals", ListOf(1, ObjectOf(AssertionMembers)))),
        [EntryTypes.ActionExpired] = Of(Order, Required("reason", OneOf("unused", "term", "unratified", "silence"))),
        [EntryTypes.RosterChange] = Of(Order, Required("roster", AnyObject)),
        [EntryTypes.PolicyChange] = Of(Order, Required("policy", AnyObject)),
        [EntryTypes.DataDisclosed] = Of(Order, Required("classes", ListOf(4, Text(32))), Required("sha256", Hex(64))),
        [EntryTypes.DataNone] = Of(Optional("order", Id), Optional("request", Id)),
        [EntryTypes.NoticeSent] = Of(
            Order, Required("channels", ListOf(3, OneOf("client", "link", "email"))), Required("c", Base64(SubjectCommitment.Length))),
        [EntryTypes.NoticeDelayed] = Of(Order, Required("until", Time)),
        [EntryTypes.AppealFiled] = Of(Order, Optional("c", Base64(SubjectCommitment.Length))),
        [EntryTypes.RequestReceived] = Of(
            Required("received", Time),
            Optional("details", Base64UpTo(MaxDetails)),
            Optional("sealed", ObjectOf(Required("c", Base64(SubjectCommitment.Length)), Required("opens", Time))),
            Optional("by", ObjectOf(AssertionMembers))),
        [EntryTypes.RequestOpened] = Of(
            Required("request", Id), Required("salt", Base64(SubjectSalt.Length)), Required("details", Base64UpTo(MaxDetails))),
    };

    public static IReadOnlyList<MemberRule>? Find(string type) => Known.GetValueOrDefault(type);

    private static IReadOnlyList<MemberRule> Of(params MemberRule[] rules) => [.. EntrySchemas.Head, .. rules];
}
