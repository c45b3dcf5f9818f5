// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Native;
using Vigil.Rtc.Srtp;

namespace Vigil.Rtc.Tests.Srtp;

public sealed class Rfc3711VectorTests
{
    /// <summary>RFC 3711 appendix B.2.</summary>
    [Theory]
    [InlineData("F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000", "E03EAD0935C95E80E166B16DD92B4EB4 D23513162B02D0F72A43A2FE4A5F97AB 41E95B3BB0A2E8DD477901E4FCA894C0")]
    [InlineData("F0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF", "EC8CDF7398607CB0F2D21675EA9EA1E4 362B7C3C6773516318A077D7FC5073AE 6A2CC3787889374FBEB4C81B17BA6C44")]
    public void Key_stream_of_appendix_B2(string counter, string keyStream)
    {
        using var cipher = new CtrCipher(Hex.Bytes("2B7E151628AED2A6ABF7158809CF4F3C"));
        var output = new byte[48];
        Assert.True(cipher.Apply(Hex.Bytes(counter), output, output));
        Assert.Equal(Hex.Bytes(keyStream), output);
    }

    /// <summary>RFC 3711 appendix B.3; the authentication key is given there for 94 bytes, of which SHA-1 takes 20.</summary>
    [Theory]
    [InlineData(KeyLabel.RtpEncryption, "C61E7A93744F39EE10734AFE3FF7A087")]
    [InlineData(KeyLabel.RtpSalt, "30CBBC08863D8C85D49DB34A9AE1")]
    [InlineData(KeyLabel.RtpAuthentication, """
        CEBE321F6FF7716B6FD4AB49AF256A15 6D38BAA48F0A0ACF3C34E2359E6CDBCE E049646C43D9327AD175578EF7227098
        6371C10C9A369AC2F94A8C5FBCDDDC25 6D6E919A48B610EF17C2041E47403576 6B68642C59BBFC2F34DB60DBDFB2
        """)]
    internal void Session_keys_of_appendix_B3(KeyLabel label, string expected)
    {
        var derived = new byte[Hex.Bytes(expected).Length];
        KeyDerivation.Derive(Hex.Bytes("E1F97A0D3E018BE0D64FA32C06DE4139"), Hex.Bytes("0EC675AD498AFEEBB6960B3AABE6"), label, derived);
        Assert.Equal(Hex.Bytes(expected), derived);
    }
}
