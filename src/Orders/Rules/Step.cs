// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Reasons;

namespace Vigil.Orders.Rules;

/// <summary>What an entry would do: why it may not, and its effect, which happens only if nothing speaks against it.</summary>
internal sealed record Step(IReadOnlyList<Refusal> Refusals, Action Effect)
{
    public static Step Nothing { get; } = new([], () => { });

    public static Step Refuse(OrderReason reason, string about = "") => new([new Refusal(reason, about)], () => { });

    public static Step Refuse(Refusal refusal) => new([refusal], () => { });
}
