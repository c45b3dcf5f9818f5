// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using static Vigil.Tlog.Entries.MemberRule;
using static Vigil.Tlog.Entries.MemberValues;

namespace Vigil.Orders.Approvals;

/// <summary>The form of assertions where the log's own schema leaves it open: in the genesis.</summary>
internal static class AssertionSchema
{
    private static readonly Func<JsonElement, bool> List = ListOf(32, ObjectOf(
        Required("cred", Base64UpTo(1023)), Required("cd", Base64UpTo(4096)), Required("ad", Base64UpTo(1024)), Required("sig", Base64UpTo(256))));

    public static bool AreAssertions(JsonElement value) => List(value);
}
