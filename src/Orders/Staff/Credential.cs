// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Orders.Staff;

/// <summary>One security key or passkey of a member: the WebAuthn credential id (base64, as in the log) and its public key.</summary>
public sealed record Credential(string Id, string Spki, StaffKey Key)
{
    public bool IsSameAs(Credential other) => Id == other?.Id && Spki == other.Spki;
}
