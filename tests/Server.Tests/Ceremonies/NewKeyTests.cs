// SPDX-License-Identifier: Apache-2.0
using Vigil.Orders.Reasons;
using Vigil.Server.Ceremonies;
using Vigil.Tests;

namespace Vigil.Server.Tests.Ceremonies;

/// <summary>A new key's bytes come from anybody who has a link.</summary>
public sealed class NewKeyTests
{
    private static readonly byte[] Challenge = new byte[32];
    private static readonly TestMember Member = new("ann", "operator", "DE DE", "ops", isEd25519: true);

    [Fact]
    public void Whatever_comes_is_a_key_or_a_reason()
    {
        var parts = new AssertionParts { Type = "webauthn.create", Challenge = Challenge, Flags = 0x45 };
        byte[] data = [.. parts.AuthenticatorData, .. new byte[16], 0, 16, .. Member.CredentialId, 0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, 0x58, 0x20, .. Member.Spki[^32..]];
        Assert.Equal(OrderReason.None, Read(parts.ClientData, data, out var key));
        Assert.Equal((Convert.ToHexString(Member.CredentialId), Convert.ToHexString(Member.Spki)), (Convert.ToHexString(key!.Id), Convert.ToHexString(key.Spki)));
        Fuzz.Run([data], input => Assert.Equal(Read(parts.ClientData, input, out var read) == OrderReason.None, read is not null));
    }

    private static OrderReason Read(byte[] clientData, ReadOnlySpan<byte> data, out FounderKey? key) => NewKey.Read(clientData, data, Challenge, TestSite.RpId, TestSite.WebOrigin, out key);
}
