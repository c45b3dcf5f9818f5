// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Approvals;

namespace Vigil.Server.Log.Opening;

/// <summary>
/// The staff that a new log begins with: who, under which policy, and everybody's signature of it for this log and site
/// (docs/protocol/orders.md section 2). Roster and policy are the bytes that were signed.
/// </summary>
internal sealed record Founding(
    string RpId, IReadOnlyList<string> WebOrigins, ReadOnlyMemory<byte> Roster, ReadOnlyMemory<byte> Policy, IReadOnlyList<Assertion> Approvals);
