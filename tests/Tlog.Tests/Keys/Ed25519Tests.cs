// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using Vigil.Tests;
using Vigil.Tlog.Keys;

namespace Vigil.Tlog.Tests.Keys;

public sealed class Ed25519Tests
{
    /// <summary>RFC 8032 section 7.1: TEST 1 (empty message), TEST 2, TEST 3.</summary>
    [Theory]
    [InlineData(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData(
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData(
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    public void Signs_as_RFC_8032(string seed, string publicKey, string message, string signature)
    {
        using var signer = Ed25519Signer.FromSeed(Convert.FromHexString(seed));
        Assert.Equal(publicKey, Convert.ToHexStringLower(signer.PublicKey.Span));
        Assert.Equal(signature, Convert.ToHexStringLower(signer.Sign(Convert.FromHexString(message))));
        Assert.True(Ed25519.Verify(signer.PublicKey.Span, Convert.FromHexString(message), Convert.FromHexString(signature)));
        Assert.False(Ed25519.Verify(signer.PublicKey.Span, [.. Convert.FromHexString(message), 0], Convert.FromHexString(signature)));
    }

    [Fact]
    public void Wrong_lengths_do_not_verify()
    {
        using var signer = TestKeys.Signer(1);
        var signature = signer.Sign("x"u8);
        Assert.True(Ed25519.Verify(signer.PublicKey.Span, "x"u8, signature));
        Assert.False(Ed25519.Verify(signer.PublicKey.Span[..31], "x"u8, signature));
        Assert.False(Ed25519.Verify(signer.PublicKey.Span, "x"u8, signature.AsSpan(0, 63)));
        Assert.False(Ed25519.Verify(signer.PublicKey.Span, "x"u8, [.. signature, 0]));
        Assert.False(Ed25519.Verify([], [], []));
        Assert.Throws<ArgumentException>(() => Ed25519Signer.FromSeed(new byte[31]));
    }

    [Fact]
    public void A_signer_does_not_print_its_key_and_a_disposed_one_does_not_sign()
    {
        var signer = TestKeys.Signer(2);
        Assert.Equal("Ed25519Signer", signer.ToString());
        signer.Dispose();
        Assert.ThrowsAny<Exception>(() => signer.Sign("x"u8));
    }

    /// <summary>C2SP CCTV: pins which of 914 odd signatures OpenSSL accepts, so that an update that changes it is noticed.</summary>
    [Fact]
    public void Odd_signatures_are_judged_by_OpenSSLs_rule()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(SharedFolder.VectorPath("cctv-ed25519", "ed25519vectors.json")));
        var accepted = 0;
        foreach (var vector in document.RootElement.EnumerateArray())
        {
            var flags = vector.GetProperty("flags") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select(f => f.GetString()).ToHashSet() : [];
            var expected = !flags.Contains("non_canonical_R") && !flags.Contains("low_order_residue");
            var valid = Ed25519.Verify(
                Convert.FromHexString(vector.GetProperty("key").GetString()!),
                Encoding.UTF8.GetBytes(vector.GetProperty("msg").GetString()!),
                Convert.FromHexString(vector.GetProperty("sig").GetString()!));
            Assert.True(expected == valid, $"vector {vector.GetProperty("number").GetInt32()}");
            if (valid) { accepted++; }
        }
        Assert.Equal(914, document.RootElement.GetArrayLength());
        Assert.Equal(208, accepted);
    }
}
