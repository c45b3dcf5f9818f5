// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Unicode;
using Vigil.Orders.Proposals;
using Vigil.Orders.Staff;
using Vigil.Tlog.Entries;
using static Vigil.Tlog.Entries.MemberRule;
using static Vigil.Tlog.Entries.MemberValues;

namespace Vigil.Orders.State;

/// <summary>Who demanded what, as recorded (docs/protocol/orders.md section 9).</summary>
public sealed record RequestDetails(string AuthorityKind, string Country, string RequestType)
{
    public const int MaxBytes = 16_384;
    public const string Informal = "informal";

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 6, AllowDuplicateProperties = false };

    private static readonly MemberRule[] Rules =
    [
        Required("v", value => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var v) && v == 1),
        Required("authority", ObjectOf(Required("kind", OneOf("government", "private")), Required("iso", RosterParser.IsCountry), Optional("name", Text(200)))),
        Required("request_type", OneOf(
            "agency", "civil-subpoena", "email", "records-preservation", "subpoena", "warrant", "court-order", Informal)),
        Optional("legal_basis", Text(2000)),
        Optional("data_classes", ListOf(16, Text(64))),
        Optional("gag", ObjectOf(Required("claimed", v => v.ValueKind is JsonValueKind.True or JsonValueKind.False), Optional("until", Time))),
        Optional("c", Base64(SubjectCommitment.Length)),
    ];

    private static ReadOnlySpan<byte> Label => "vigil/request/v1\0"u8;

    /// <summary>A court has spoken, and not merely an authority.</summary>
    public bool IsCourtOrder => RequestType is "warrant" or "court-order";

    public bool IsFrom(Requester requester) => requester?.Kind == AuthorityKind && requester.Country == Country;

    public static bool TryParse(ReadOnlySpan<byte> bytes, out RequestDetails? details)
    {
        details = null;
        if (bytes.Length > MaxBytes || !Utf8.IsValid(bytes)) { return false; }
        // As in LogEntry: the runtime's parser has no Try form, and half a surrogate pair is found late.
        try
        {
            var value = JsonElement.Parse(bytes, Strict);
            if (value.ValueKind != JsonValueKind.Object || MemberRule.Check(value, Rules, isClosed: true).Problem != EntryProblem.None) { return false; }
            var authority = value.GetProperty("authority");
            details = new RequestDetails(
                authority.GetProperty("kind").GetString()!, authority.GetProperty("iso").GetString()!, value.GetProperty("request_type").GetString()!);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) { return false; }
    }

    /// <summary>What a sealed entry has in place of the details.</summary>
    public static byte[] Commit(SubjectSalt salt, ReadOnlySpan<byte> details)
    {
        ArgumentNullException.ThrowIfNull(salt);
        return HMACSHA256.HashData(salt.Bytes, [.. Label, .. details]);
    }
}
