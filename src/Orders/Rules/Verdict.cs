// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Reasons;

namespace Vigil.Orders.Rules;

/// <summary>Whether these approvals carry this proposal; if not, every reason.</summary>
/// <param name="Refusals">Nothing in it: allowed.</param>
/// <param name="Counted">Pseudonyms of those who count.</param>
/// <param name="Needed">How many have to.</param>
public sealed record Verdict(IReadOnlyList<Refusal> Refusals, IReadOnlyList<string> Counted, int Needed)
{
    public bool IsAllowed => Refusals.Count == 0;
}
