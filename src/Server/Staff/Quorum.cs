// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Reasons;
using Vigil.Orders.Rules;

namespace Vigil.Server.Staff;

/// <summary>Which reasons only mean that others still have to approve.</summary>
internal static class Quorum
{
    public static bool IsMissing(Refusal refusal) =>
        refusal.Reason is OrderReason.TooFewApprovals or OrderReason.TooFewJurisdictions or OrderReason.OneReportingLine or OrderReason.RoleMissing;

    /// <summary>Nothing speaks against those who are there.</summary>
    public static bool Counts(Verdict verdict) => verdict.Refusals.All(IsMissing);
}
