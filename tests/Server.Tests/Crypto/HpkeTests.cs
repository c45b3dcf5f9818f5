// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using Vigil.Server.Crypto;

namespace Vigil.Server.Tests.Crypto;

/// <summary>HPKE against the vector of another implementation: EncryptWithLabel of suite 1 in the MLS working group's crypto-basics (the same KEM, KDF and AEAD).</summary>
public class HpkeTests
{
    private const string Private = "fb1ade7939987ff12a9d620772b1f9f7caeba26f8a3ecea9617d9402cd862444";
    private const string Public = "ecea6564da58d6c6cff6c733bd4ae0815b1f60bb911b73e4ef1d06263ec4ce58";
    private const string Context = "26347dd7f218d1de8673d6a66646ce06ac5fd3aa8d5c33f65d86aeefdcf4a31e";
    private const string Encapsulated = "0a144e8fbf2d6dcf6fe9d2e2b8aeca5461ff5b0ea9c0ede1040c3dc7ed1dfd1c";
    private const string Ciphertext = "15c80ea2bc37db221baa530ef5aea88650f0ce0f262803d6f78f3a1392f7ccd960eff94ca081ee54efa4c3acfa0eb591";
    private const string Plaintext = "8f55dd30f03d64335c22b53ea7670bb1becf49b04021f706368fe93eeb358f46";

    private static byte[] Info => [24, .. Encoding.ASCII.GetBytes("MLS 1.0 EncryptWithLabel"), 32, .. Convert.FromHexString(Context)];

    private static byte[] Message => Convert.FromHexString(Encapsulated + Ciphertext);

    [Fact]
    public void What_somebody_else_sealed_opens() =>
        Assert.Equal(Plaintext, Convert.ToHexStringLower(Hpke.Open(Convert.FromHexString(Private), Info, Message)!));

    [Fact]
    public void The_public_key_is_the_private_keys() => Assert.Equal(Public, Convert.ToHexStringLower(X25519.PublicKey(Convert.FromHexString(Private))));

    /// <summary>RFC 9180, appendix A.1.1: the ephemeral key gives this <c>enc</c>.</summary>
    [Fact]
    public void The_ephemeral_key_of_the_rfc_gives_its_enc()
    {
        var sealedMessage = Hpke.Seal(
            Convert.FromHexString("52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736"),
            Convert.FromHexString("3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d"), [], [])!;
        Assert.Equal("37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431", Convert.ToHexStringLower(sealedMessage[..32]));
    }

    [Fact]
    public void What_is_sealed_opens_with_its_key_and_info_alone()
    {
        var key = RandomNumberGenerator.GetBytes(32);
        var message = Hpke.Seal(X25519.PublicKey(key), "order"u8, "secret"u8)!;
        Assert.Equal("secret"u8.ToArray(), Hpke.Open(key, "order"u8, message));
        Assert.Null(Hpke.Open(key, "another"u8, message));
        Assert.Null(Hpke.Open(RandomNumberGenerator.GetBytes(32), "order"u8, message));
        Assert.NotEqual(message, Hpke.Seal(X25519.PublicKey(key), "order"u8, "secret"u8)!);
    }

    [Fact]
    public void No_changed_byte_and_no_shorter_message_opens()
    {
        var key = Convert.FromHexString(Private);
        for (var i = 0; i < Message.Length; i++)
        {
            var changed = Message;
            changed[i] ^= 0x01;
            // The last bit of X25519's coordinates is not read (RFC 7748); here it is the first that changes.
            Assert.Null(Hpke.Open(key, Info, changed));
            Assert.Null(Hpke.Open(key, Info, Message.AsSpan(0, i)));
        }
    }

    [Fact]
    public void Nothing_is_sealed_to_a_point_that_everybody_agrees_with() => Assert.Null(Hpke.Seal(new byte[32], [], []));
}
