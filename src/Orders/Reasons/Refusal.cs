// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Orders.Reasons;

/// <summary>One thing that is wrong, and with whom or what: a pseudonym, a member's name, an id, or "".</summary>
public sealed record Refusal(OrderReason Reason, string About = "")
{
    /// <summary>As in logs and tests: <c>exposed: ben</c>.</summary>
    public override string ToString() => About.Length == 0 ? ReasonNames.Of(Reason) : $"{ReasonNames.Of(Reason)}: {About}";
}
