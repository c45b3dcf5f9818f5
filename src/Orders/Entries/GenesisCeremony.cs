// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Vigil.Orders.Approvals;
using Vigil.Orders.Rules;

namespace Vigil.Orders.Entries;

/// <summary>What every founder's security key signs before a log with staff can begin (docs/protocol/orders.md section 2).</summary>
public static class GenesisCeremony
{
    /// <param name="genesis">The entry's object, its <c>approvals</c> still missing; roster and policy byte for byte as they will stand there.</param>
    public static byte[] Challenge(JsonElement genesis) => SigningPurpose.Genesis.Challenge(GenesisRules.CeremonyBytes(genesis));
}
