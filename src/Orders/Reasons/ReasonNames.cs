// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace Vigil.Orders.Reasons;

/// <summary>Reasons as logs spell them.</summary>
public static class ReasonNames
{
    private static readonly Dictionary<OrderReason, string> Names =
        Enum.GetValues<OrderReason>().ToDictionary(reason => reason, reason => JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString()));

    private static readonly HashSet<string> Known = [.. Names.Where(n => n.Key != OrderReason.None).Select(n => n.Value)];

    public static string Of(OrderReason reason) => Names[reason];

    public static bool IsKnown(string name) => Known.Contains(name);
}
