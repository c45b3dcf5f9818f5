// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using static Vigil.Tlog.Entries.MemberRule;
using static Vigil.Tlog.Entries.MemberValues;

namespace Vigil.Tlog.Entries;

/// <summary>The members of each type of entry, version 1 (docs/protocol/log.md).</summary>
internal static class EntrySchemas
{
    /// <summary>Every entry, known or not, begins with these.</summary>
    public static IReadOnlyList<MemberRule> Head { get; } =
    [
        Required("v", value => value.ValueKind == JsonValueKind.Number),
        Required("type", TypeName),
        Required("id", Id),
        Required("time", Time),
        Optional("subject", ObjectOf(
            Required("kind", OneOf("meeting", "account", "request")),
            Required("c", Base64(SubjectCommitment.Length)))),
    ];

    private static readonly MemberRule Signatures =
        Optional("sigs", ListOf(16, ObjectOf(Required("key", AnyKey), Required("sig", Base64(64)))));

    private static readonly Dictionary<string, IReadOnlyList<MemberRule>> Known = new(StringComparer.Ordinal)
    {
        [EntryTypes.Genesis] =
        [
            .. Head,
            Required("origin", KeyNameText),
            Required("log_key", LogKey),
            Required("web_origins", ListOf(16, WebOrigin)),
            Optional("rp_id", Text(253)),
            Optional("schema", Text(60_000)),
            Optional("roster", AnyObject),
            Optional("policy", AnyObject),
            Optional("approvals", ListOf(32, AnyObject)),
        ],
        [EntryTypes.ServerKey] =
        [
            .. Head,
            Required("key", AnyKey),
            Required("purpose", OneOf("log", "witness", "hub", "release")),
            Required("state", OneOf("active", "retired", "compromised")),
            Optional("not_before", Time),
            Optional("not_after", Time),
            Optional("reason", Text(2000)),
        ],
        [EntryTypes.Release] =
        [
            .. Head,
            Required("manifest_sha256", Hex(64)),
            Required("version", Text(64)),
            Required("git", Hex(40, 64)),
            Optional("builder_attestations", ListOf(16, Text(8192))),
            Signatures,
        ],
        [EntryTypes.WitnessChange] =
        [
            .. Head,
            Required("policy", PolicyFile),
            Optional("not_before", Time),
            Optional("reason", Text(2000)),
        ],
        [EntryTypes.Schema] =
        [
            .. Head,
            Required("version", Text(64)),
            Required("schema", Text(60_000)),
            Optional("release", Id),
        ],
        [EntryTypes.Statement] =
        [
            .. Head,
            Required("text", Text(16_384)),
            Optional("next_due", Time),
            Signatures,
        ],
    };

    /// <summary>Null for a type that has no schema here.</summary>
    public static IReadOnlyList<MemberRule>? Find(string type) => Known.GetValueOrDefault(type) ?? OrderSchemas.Find(type);
}
