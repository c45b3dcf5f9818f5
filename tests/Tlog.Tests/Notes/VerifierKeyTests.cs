// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Vigil.Tests;
using Vigil.Tlog.Keys;
using Vigil.Tlog.Notes;

namespace Vigil.Tlog.Tests.Notes;

public sealed class VerifierKeyTests
{
    /// <summary>The key printed in the signed-note specification.</summary>
    private const string Good = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    [Theory]
    [InlineData(Good, VerifierKeyProblem.None)]
    [InlineData("", VerifierKeyProblem.NotThreeParts)]
    [InlineData("example.com/foo+530d903a", VerifierKeyProblem.NotThreeParts)]
    [InlineData("+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", VerifierKeyProblem.BadName)]
    [InlineData("a b+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", VerifierKeyProblem.BadName)]
    [InlineData("example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", VerifierKeyProblem.BadKeyId)]
    [InlineData("example.com/foo+530d903+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", VerifierKeyProblem.BadKeyId)]
    [InlineData("example.com/foo+530d903ag+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", VerifierKeyProblem.BadKeyId)]
    [InlineData("example.com/foo++AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", VerifierKeyProblem.BadKeyId)]
    [InlineData("example.com/foo+530d903a+", VerifierKeyProblem.BadKeyEncoding)]
    [InlineData("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n", VerifierKeyProblem.BadKeyEncoding)]
    [InlineData("example.com/foo+530d903a+Aekye", VerifierKeyProblem.BadKeyEncoding)]
    [InlineData("example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", VerifierKeyProblem.UnsupportedAlgorithm)]
    [InlineData("example.com/foo+530d903a+Aeky", VerifierKeyProblem.WrongKeyLength)]
    [InlineData("example.com/foo+530d903a+BukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", VerifierKeyProblem.WrongKeyLength)]
    [InlineData("example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", VerifierKeyProblem.KeyIdMismatch)]
    [InlineData("example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", VerifierKeyProblem.KeyIdMismatch)]
    [InlineData("example.com/foo+530d903a+BOkyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", VerifierKeyProblem.KeyIdMismatch)]
    public void Every_form_has_its_verdict(string text, VerifierKeyProblem expected)
    {
        Assert.Equal(expected == VerifierKeyProblem.None, VerifierKey.TryParse(text, out var key, out var problem));
        Assert.Equal(expected, problem);
        if (key is not null) { Assert.Equal(text, key.ToString()); }
    }

    [Fact]
    public void Base64_may_hold_a_plus()
    {
        var key = Enumerable.Range(0, 256).Select(n => new VerifierKey("a", KeyAlgorithm.Ed25519Cosignature, TestKeys.Signer((byte)n).PublicKey))
            .First(k => k.ToString().Count(c => c == '+') > 2);
        Assert.True(VerifierKey.TryParse(key.ToString(), out var read, out _));
        Assert.Equal(key.PublicKey.Span, read!.PublicKey.Span);
    }

    [Fact]
    public void Ml_dsa_keys_are_read()
    {
        var key = new VerifierKey("pq.example", KeyAlgorithm.MlDsa44Cosignature, new byte[1312]);
        Assert.True(VerifierKey.TryParse(key.ToString(), out var read, out _));
        Assert.Equal(KeyAlgorithm.MlDsa44Cosignature, read!.Algorithm);
    }

    [Fact]
    public void A_name_has_bounds()
    {
        Assert.True(KeyName.IsValid(new string('a', KeyName.MaxBytes)));
        Assert.False(KeyName.IsValid(new string('a', KeyName.MaxBytes + 1)));
        Assert.False(KeyName.IsValid("a\ud800"));
        Assert.Throws<ArgumentException>(() => new VerifierKey("a+b", KeyAlgorithm.Ed25519, new byte[32]));
        Assert.Throws<ArgumentException>(() => new VerifierKey("a", KeyAlgorithm.Ed25519, new byte[31]));
    }

    [Fact]
    public void Hostile_keys_do_no_harm() => Fuzz.Run([Encoding.UTF8.GetBytes(Good)], input =>
    {
        var text = Encoding.UTF8.GetString(input);
        if (VerifierKey.TryParse(text, out var key, out _)) { Assert.Equal(text, key!.ToString()); }
    });
}
