// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Net;
using Vigil.Rtc.Srtp;
using Vigil.Tests;

namespace Vigil.Rtc.Tests.Srtp;

public sealed class SrtpReceiverTests
{
    [Theory]
    [InlineData(SrtpProfile.AeadAes128Gcm)]
    [InlineData(SrtpProfile.Aes128CmHmacSha1_80)]
    public void Replay_is_refused_within_the_window_and_behind_it(SrtpProfile profile)
    {
        using var sender = TestRtp.Sender(profile);
        using var receiver = TestRtp.Receiver(profile);
        var first = TestRtp.Protect(sender, TestRtp.Rtp(1, 30));
        var again = first.ToArray();
        var later = TestRtp.Protect(sender, TestRtp.Rtp(2000, 30));
        Assert.Equal(DropReason.None, receiver.UnprotectRtp(first, out _));
        Assert.Equal(DropReason.Replayed, receiver.UnprotectRtp(again, out _));
        Assert.Equal(DropReason.None, receiver.UnprotectRtp(later, out _));
        Assert.Equal(DropReason.TooOld, receiver.UnprotectRtp(again, out _));
    }

    [Fact]
    public void Sources_are_bounded_and_forged_ones_take_no_place()
    {
        using var sender = TestRtp.Sender(SrtpProfile.AeadAes128Gcm);
        using var receiver = TestRtp.Receiver(SrtpProfile.AeadAes128Gcm);
        for (var ssrc = 0u; ssrc < 2 * SrtpReceiver.MaxSources; ssrc++)
        {
            Assert.Equal(DropReason.BadAuthTag, receiver.UnprotectRtp(TestRtp.Rtp(1, 60, ssrc), out _));
        }
        for (var ssrc = 0u; ssrc < SrtpReceiver.MaxSources; ssrc++)
        {
            Assert.Equal(DropReason.None, receiver.UnprotectRtp(TestRtp.Protect(sender, TestRtp.Rtp(1, 60, ssrc)), out _));
        }
        Assert.Equal(DropReason.SsrcTableFull, receiver.UnprotectRtp(TestRtp.Protect(sender, TestRtp.Rtp(1, 60, 999_999)), out _));
        Assert.Equal(DropReason.None, receiver.UnprotectRtp(TestRtp.Protect(sender, TestRtp.Rtp(2, 60, 0)), out _));
    }

    [Theory]
    [InlineData(SrtpProfile.AeadAes128Gcm)]
    [InlineData(SrtpProfile.Aes128CmHmacSha1_80)]
    public void Rtcp_in_clear_is_refused_even_before_its_tag_is_looked_at(SrtpProfile profile)
    {
        using var sender = TestRtp.Sender(profile);
        using var receiver = TestRtp.Receiver(profile);
        var packet = TestRtp.ProtectRtcp(sender, TestRtp.Rtcp(1, 24));
        packet[profile == SrtpProfile.AeadAes128Gcm ? ^4 : ^14] &= 0x7F;
        Assert.Equal(DropReason.NotEncrypted, receiver.UnprotectRtcp(packet, out _));
    }

    [Fact]
    public void Forged_payload_is_wiped_not_left_decrypted()
    {
        using var sender = TestRtp.Sender(SrtpProfile.AeadAes128Gcm);
        using var receiver = TestRtp.Receiver(SrtpProfile.AeadAes128Gcm);
        var packet = TestRtp.Protect(sender, TestRtp.Rtp(1, 100));
        packet[^1] ^= 1;
        Assert.Equal(DropReason.BadAuthTag, receiver.UnprotectRtp(packet, out _));
        Assert.All(packet[12..112], b => Assert.Equal(0, b));
    }

    [Theory]
    [InlineData(SrtpProfile.AeadAes128Gcm)]
    [InlineData(SrtpProfile.Aes128CmHmacSha1_80)]
    public void Hostile_bytes_are_dropped_without_an_exception(SrtpProfile profile)
    {
        using var sender = TestRtp.Sender(profile);
        using var receiver = TestRtp.Receiver(profile);
        byte[][] corpus =
        [
            TestRtp.Protect(sender, TestRtp.Rtp(1, 100)), TestRtp.Protect(sender, TestRtp.Rtp(2, 0, csrcs: 15, extensionWords: 3)),
            TestRtp.Rtp(3, 0), TestRtp.ProtectRtcp(sender, TestRtp.Rtcp(1, 60)), TestRtp.Rtcp(2, 0), [],
        ];
        var genuine = corpus.Select(Convert.ToHexString).ToHashSet();
        Fuzz.Run(corpus, input =>
        {
            var isGenuine = genuine.Contains(Convert.ToHexString(input));
            var rtcp = input.ToArray();
            var rtp = receiver.UnprotectRtp(input, out var length);
            Assert.True(length <= input.Length && (rtp == DropReason.None ? isGenuine : length == 0));
            var control = receiver.UnprotectRtcp(rtcp, out length);
            Assert.True(length <= rtcp.Length && (control == DropReason.None ? isGenuine : length == 0));
        });
    }
}
