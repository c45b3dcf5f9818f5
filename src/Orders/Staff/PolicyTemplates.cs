// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Vigil.Orders.Actions;

namespace Vigil.Orders.Staff;

/// <summary>The two policies that `vigil init` begins with, written as they stand in the log.</summary>
public static class PolicyTemplates
{
    private const int Hour = 3600;
    private const int Day = 24 * Hour;

    /// <summary>Three people, one of them a trustee: two decide what the third proposes.</summary>
    public static void WriteSmall(Utf8JsonWriter json, IReadOnlyList<string> operatorJurisdictions) =>
        Write(json, operatorJurisdictions, members: 3, trustees: 1, approvals: 2, few: 2);

    /// <summary>Five people or more, two of them trustees: three decide, two where little is at stake.</summary>
    public static void WriteStandard(Utf8JsonWriter json, IReadOnlyList<string> operatorJurisdictions) =>
        Write(json, operatorJurisdictions, members: 5, trustees: 2, approvals: 3, few: 2);

    private static void Write(Utf8JsonWriter json, IReadOnlyList<string> operatorJurisdictions, int members, int trustees, int approvals, int few)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(operatorJurisdictions);
        json.WriteStartObject();
        json.WriteStartObject("actions");
        foreach (var action in ActionTraits.All)
        {
            var isLight = action.IsBreakglass || action.IsAppeal || action.Action == OrderAction.AccountSuspend;
            WriteAction(json, action, action.IsUndoing ? 1 : isLight ? few : approvals, action.IsUndoing ? 1 : members, approvals);
        }
        json.WriteEndObject();
        json.WriteStartObject("roster");
        json.WriteNumber("members", members);
        json.WriteNumber("trustees", trustees);
        json.WriteNumber("jurisdictions", 2);
        json.WriteEndObject();
        json.WriteNumber("per_day", 10);
        json.WriteNumber("cool_down", 30 * Day);
        json.WriteNumber("vetoes", 2);
        json.WriteNumber("silence", 7 * Day);
        json.WriteNumber("seal_longest", 365 * Day);
        json.WriteNumber("quiet_longest", 90 * Day);
        WriteTexts(json, "operator", operatorJurisdictions);
        json.WriteStartArray("together");
        json.WriteStartArray();
        foreach (var code in new[] { "CN", "HK", "MO" }) { json.WriteStringValue(code); }
        json.WriteEndArray();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteAction(Utf8JsonWriter json, ActionTraits action, int approvals, int of, int longApprovals)
    {
        json.WriteStartObject(action.Name);
        json.WriteNumber("approvals", approvals);
        json.WriteNumber("of", of);
        json.WriteNumber("jurisdictions", action.IsUndoing ? 1 : 2);
        json.WriteNumber("lines", action.IsUndoing ? 1 : 2);
        WriteTexts(json, "roles", action.IsData ? ["legal", "privacy"] : []);
        json.WriteNumber("delay", action.IsChange ? 3 * Day : 0);
        json.WriteNumber("notice", action.Action switch { OrderAction.MeetingEnd => Hour / 4, OrderAction.AccountSuspend => Day, _ => 0 });
        json.WriteNumber("window", action.IsBreakglass ? Hour : action.IsChange ? 14 * Day : action.IsUndoing ? Day : 7 * Day);
        if (action.HasUntil) { json.WriteNumber("longest", action.IsBreakglass ? Hour : 180 * Day); }
        if (action.Action == OrderAction.AccountSuspend)
        {
            json.WriteStartObject("long");
            json.WriteNumber("over", 3 * Day);
            json.WriteNumber("approvals", longApprovals);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) { json.WriteStringValue(text); }
        json.WriteEndArray();
    }
}
