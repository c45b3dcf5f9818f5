// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Srtp;

namespace Vigil.Rtc.Tests.Srtp;

public sealed class SrtpKeysTests
{
    [Theory]
    [InlineData(SrtpProfile.AeadAes128Gcm, 56, 12)]
    [InlineData(SrtpProfile.Aes128CmHmacSha1_80, 60, 14)]
    public void Exported_material_is_cut_in_the_order_of_RFC_5764_section_4_2(SrtpProfile profile, int exported, int salt)
    {
        Assert.Equal(exported, SrtpKeys.ExportedLength(profile));
        var material = Enumerable.Range(0, exported).Select(i => (byte)i).ToArray();
        using var keys = new SrtpKeys(profile, material);
        Assert.Equal(material[..16], keys.ClientKey.ToArray());
        Assert.Equal(material[16..32], keys.ServerKey.ToArray());
        Assert.Equal(material[32..(32 + salt)], keys.ClientSalt.ToArray());
        Assert.Equal(material[^salt..], keys.ServerSalt.ToArray());
    }

    [Fact]
    public void Disposed_keys_are_zero_and_never_print()
    {
        var keys = new SrtpKeys(SrtpProfile.AeadAes128Gcm, Enumerable.Repeat((byte)0xAB, 56).ToArray());
        Assert.Equal("SrtpKeys", $"{keys}");
        keys.Dispose();
        Assert.All(keys.ClientKey.ToArray().Concat(keys.ServerKey.ToArray()).Concat(keys.ClientSalt.ToArray()).Concat(keys.ServerSalt.ToArray()),
            b => Assert.Equal(0, b));
    }

    [Fact]
    public void Wrong_length_is_refused()
        => Assert.Throws<ArgumentOutOfRangeException>(() => new SrtpKeys(SrtpProfile.AeadAes128Gcm, new byte[60]));
}
