// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Vigil.Orders.Approvals;
using Vigil.Orders.Reasons;
using Vigil.Orders.Tests.Support;
using Vigil.Tests;

namespace Vigil.Orders.Tests.Approvals;

/// <summary>One thing changed in what browser and security key make: refused, each for its own reason; ES256 and Ed25519 alike.</summary>
public sealed class AssertionTests
{
    private static readonly World World = new(World.EightPeople());
    private static readonly byte[] Challenge = SigningPurpose.Approve.Challenge("proposal"u8);

    public static TheoryData<string, string> Changes => new()
    {
        { "nothing", "none" },
        { "more client data", "none" },
        { "crossOrigin absent", "none" },
        { "type webauthn.create", "wrong_type" },
        { "type absent", "wrong_type" },
        { "challenge of another proposal", "wrong_challenge" },
        { "challenge of a proposal as proposer", "wrong_challenge" },
        { "challenge of a veto", "wrong_challenge" },
        { "challenge with padding", "wrong_challenge" },
        { "origin of another site", "wrong_origin" },
        { "origin with http", "wrong_origin" },
        { "origin with a port", "wrong_origin" },
        { "origin in capitals", "wrong_origin" },
        { "origin with a slash", "wrong_origin" },
        { "crossOrigin true", "cross_origin" },
        { "crossOrigin null", "cross_origin" },
        { "topOrigin", "cross_origin" },
        { "rpId of another site", "wrong_rp_id" },
        { "no user presence", "not_verified" },
        { "no user verification", "not_verified" },
        { "backup eligible", "synced_key" },
        { "backed up", "synced_key" },
        { "backup state alone", "synced_key" },
        { "attested data", "bad_authenticator_data" },
        { "extensions", "bad_authenticator_data" },
        { "longer authenticator data", "bad_authenticator_data" },
        { "client data twice a member", "bad_client_data" },
        { "client data not json", "bad_client_data" },
        { "client data a list", "bad_client_data" },
        { "client data too long", "bad_client_data" },
        { "half a surrogate pair", "bad_client_data" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Every_change_has_its_reason(string change, string reason)
    {
        foreach (var name in new[] { "ann", "ben" })
        {
            var member = World.Staff[name];
            Assert.Equal(reason, Verify(Make(member, change)));
        }
    }

    [Fact]
    public void No_bit_of_an_assertion_can_be_changed()
    {
        foreach (var name in new[] { "ann", "ben" })
        {
            var good = World.Staff[name].Sign(new AssertionParts { Challenge = Challenge });
            Assert.Equal("none", Verify(good));
            Each(good.ClientData, bytes => good with { ClientData = bytes });
            Each(good.AuthenticatorData, bytes => good with { AuthenticatorData = bytes });
            Each(good.Signature, bytes => good with { Signature = bytes });
        }

        static void Each(ReadOnlyMemory<byte> good, Func<byte[], Assertion> make)
        {
            for (var bit = 0; bit < good.Length * 8; bit++)
            {
                var bytes = good.ToArray();
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.NotEqual("none", Verify(make(bytes)));
            }
        }
    }

    [Fact]
    public void A_signature_is_its_owners_alone()
    {
        var good = World.Staff["ann"].Sign(new AssertionParts { Challenge = Challenge });
        foreach (var other in World.Staff.Values.Where(m => m.Id != "ann"))
        {
            Assert.Equal("bad_signature", Verify(good with { CredentialId = Convert.ToBase64String(other.CredentialId) }));
        }
        Assert.Equal("unknown_credential", Verify(good with { CredentialId = "AAAA" }));
        Assert.Equal("bad_signature", Verify(good with { Signature = Array.Empty<byte>() }));
        Assert.Equal("bad_signature", Verify(good with { Signature = World.Staff["ben"].Sign(new AssertionParts { Challenge = Challenge }).Signature }));
        // Raw r and s, as WebCrypto makes them, are not what security keys make.
        Assert.Equal("bad_signature", Verify(good with { Signature = new byte[64] }));
    }

    [Fact]
    public void Hostile_assertions_do_no_harm()
    {
        var good = new[] { "ann", "ben" }.Select(name => World.Staff[name].Sign(new AssertionParts { Challenge = Challenge })).ToArray();
        Fuzz.Run([.. good.Select(g => g.ClientData.ToArray())], input => VerifyAny(good[0] with { ClientData = input.ToArray() }), 3_000);
        Fuzz.Run([.. good.Select(g => g.AuthenticatorData.ToArray())], input => VerifyAny(good[0] with { AuthenticatorData = input.ToArray() }), 3_000);
        Fuzz.Run([.. good.Select(g => g.Signature.ToArray())], input =>
        {
            VerifyAny(good[0] with { Signature = input.ToArray() });
            VerifyAny(good[1] with { Signature = input.ToArray() });
        }, 3_000);

        static void VerifyAny(Assertion assertion) => Assert.NotEmpty(Verify(assertion));
    }

    private static string Verify(Assertion assertion) =>
        ReasonNames.Of(AssertionCheck.Verify(assertion, World.Log.Roster!, World.Log.Site!, Challenge, out _));

    private static Assertion Make(TestMember member, string change)
    {
        var parts = new AssertionParts { Challenge = Challenge };
        return change switch
        {
            "nothing" => member.Sign(parts),
            "more client data" => member.Sign(parts with { MoreClientData = ",\"crossOrigin\":false,\"other_keys_can_be_added_here\":\"do not compare\"" }),
            "crossOrigin absent" => member.Sign(parts with { MoreClientData = "" }),
            "type webauthn.create" => member.Sign(parts with { Type = "webauthn.create" }),
            "type absent" => Raw(member, parts, "{\"challenge\":\"x\"}"),
            "challenge of another proposal" => member.Sign(parts with { Challenge = SigningPurpose.Approve.Challenge("proposal2"u8) }),
            "challenge of a proposal as proposer" => member.Sign(parts with { Challenge = SigningPurpose.Propose.Challenge("proposal"u8) }),
            "challenge of a veto" => member.Sign(parts with { Challenge = SigningPurpose.Veto.Challenge("proposal"u8) }),
            "challenge with padding" => Raw(member, parts, Encoding.UTF8.GetString(parts.ClientData).Replace("\",\"origin", "=\",\"origin", StringComparison.Ordinal)),
            "origin of another site" => member.Sign(parts with { Origin = "https://evil.example" }),
            "origin with http" => member.Sign(parts with { Origin = "http://log.example" }),
            "origin with a port" => member.Sign(parts with { Origin = "https://log.example:8443" }),
            "origin in capitals" => member.Sign(parts with { Origin = "https://LOG.example" }),
            "origin with a slash" => member.Sign(parts with { Origin = "https://log.example/" }),
            "crossOrigin true" => member.Sign(parts with { MoreClientData = ",\"crossOrigin\":true" }),
            "crossOrigin null" => member.Sign(parts with { MoreClientData = ",\"crossOrigin\":null" }),
            "topOrigin" => member.Sign(parts with { MoreClientData = ",\"crossOrigin\":false,\"topOrigin\":\"https://evil.example\"" }),
            "rpId of another site" => member.Sign(parts with { RpId = "evil.example" }),
            "no user presence" => member.Sign(parts with { Flags = 0x04 }),
            "no user verification" => member.Sign(parts with { Flags = 0x01 }),
            "backup eligible" => member.Sign(parts with { Flags = 0x0d }),
            "backed up" => member.Sign(parts with { Flags = 0x1d }),
            "backup state alone" => member.Sign(parts with { Flags = 0x15 }),
            "attested data" => member.Sign(parts with { Flags = 0x45 }),
            "extensions" => member.Sign(parts with { Flags = 0x85 }),
            "longer authenticator data" => member.Sign(parts with { Tail = [0] }),
            "client data twice a member" => Raw(member, parts, Encoding.UTF8.GetString(parts.ClientData).Replace("{", "{\"type\":\"webauthn.get\",", StringComparison.Ordinal)),
            "client data not json" => Raw(member, parts, "nonsense"),
            "client data a list" => Raw(member, parts, "[]"),
            "client data too long" => member.Sign(parts with { MoreClientData = $",\"x\":\"{new string('x', 4096)}\"" }),
            "half a surrogate pair" => member.Sign(parts with { MoreClientData = ",\"\\ud800\":1" }),
            _ => throw new ArgumentOutOfRangeException(nameof(change), change, "no such change"),
        };
    }

    /// <summary>Any client data, correctly signed.</summary>
    private static Assertion Raw(TestMember member, AssertionParts parts, string clientData) => member.SignRaw(parts.AuthenticatorData, Encoding.UTF8.GetBytes(clientData));
}
