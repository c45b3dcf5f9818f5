// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using Vigil.Orders.Actions;
using Vigil.Orders.Reasons;
using Vigil.Tlog.Entries;
using Vigil.Tlog.Notes;
using Vigil.Tlog.Policies;

namespace Vigil.Orders.Staff;

/// <summary>The value that a change is to set, looked at before anybody approves its hash: what no entry could ever say need not be approved.</summary>
public static class ChangePayload
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>Why this can be the value of no such change, or null.</summary>
    public static Refusal? FindFault(OrderAction action, string payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        switch (action)
        {
            case OrderAction.RosterChange:
                if (Parse(payload) is not { } roster) { return new Refusal(OrderReason.RosterMalformed); }
                return RosterParser.TryParse(roster, out _, out var badRoster) ? null : badRoster;
            case OrderAction.PolicyChange:
                if (Parse(payload) is not { } policy) { return new Refusal(OrderReason.PolicyMalformed); }
                return PolicyParser.TryParse(policy, out _, out var badPolicy) ? null : badPolicy;
            case OrderAction.WitnessChange: return LogPolicy.TryParse(Encoding.UTF8.GetBytes(payload), out _, out _) ? null : Mismatch;
            case OrderAction.KeyChange: return IsKey(payload) ? null : Mismatch;
            case OrderAction.StatementPublish: return IsStatement(payload) ? null : Mismatch;
            default: return Mismatch;
        }
    }

    private static Refusal Mismatch => new(OrderReason.PayloadMismatch);

    private static JsonElement? Parse(string payload)
    {
        try { return JsonElement.Parse(payload, Strict) is { ValueKind: JsonValueKind.Object } value ? value : null; }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException) { return null; }
    }

    /// <summary>Keys of stamps change without an order.</summary>
    private static bool IsKey(string payload) =>
        payload.Split('\n') is ["log" or "witness" or "release", var key] && VerifierKey.TryParse(key, out _, out _);

    private static bool IsStatement(string payload)
    {
        var end = payload.LastIndexOf('\n');
        return end is > 0 and <= 16_384 && EntryTime.TryParse(payload[(end + 1)..], out _);
    }
}
