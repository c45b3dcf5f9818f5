// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Rtp;
using static Vigil.Rtc.Tests.Rtp.RtpPacketTests;

namespace Vigil.Rtc.Tests.Rtp;

public class Vp8PayloadDescriptorTests
{
    [Theory]
    // First packet, 7-bit picture id 17, key frame follows.
    [InlineData("90801100", 17, null, null, 3)]
    // X set, 15-bit picture id.
    [InlineData("9080925600", 0x1256, null, null, 4)]
    // Picture id, TL0PICIDX, TID 2 with Y.
    [InlineData("90e0810205a000", 0x102, 5, 2, 6)]
    // KEYIDX only: the shared byte is there, the temporal layer is not.
    [InlineData("90104100", null, null, null, 3)]
    // No extension byte at all.
    [InlineData("1000", null, null, null, 1)]
    public void Reads_the_optional_fields(string hex, int? pictureId, int? tl0, int? layer, int length)
    {
        Assert.True(Vp8PayloadDescriptor.TryParse(Bytes(hex), out var read));
        Assert.Equal(pictureId, read.PictureId);
        Assert.Equal(tl0, read.Tl0PictureIndex);
        Assert.Equal(layer, read.TemporalLayer);
        Assert.Equal(length, read.Length);
        Assert.True(read.StartsFrame);
    }

    [Theory]
    [InlineData("90801100", true)]
    [InlineData("90801101", false)] // inter frame
    [InlineData("80801100", false)] // not the start of a partition
    [InlineData("91801100", false)] // start of the second partition
    [InlineData("908011", false)] // nothing behind the descriptor
    [InlineData("", false)]
    public void A_key_frame_is_known_by_one_bit(string hex, bool key) => Assert.Equal(key, Vp8PayloadDescriptor.IsKeyFrame(Bytes(hex)));

    [Theory]
    [InlineData("")]
    [InlineData("90")]
    [InlineData("9080")]
    [InlineData("908092")] // second half of the picture id
    [InlineData("90e08102")]
    [InlineData("90e0810205")]
    [InlineData("9010")]
    public void Refuses_what_is_cut_off(string hex) => Assert.False(Vp8PayloadDescriptor.TryParse(Bytes(hex), out _));

    [Fact]
    public void Reads_layer_sync_and_non_reference()
    {
        Assert.True(Vp8PayloadDescriptor.TryParse(Bytes("b020 6000"), out var read));
        Assert.True(read.NonReference);
        Assert.True(read.LayerSync);
        Assert.Equal((byte)1, read.TemporalLayer);
    }
}
