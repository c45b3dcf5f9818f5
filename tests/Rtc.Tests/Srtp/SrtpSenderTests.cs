// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Net;
using Vigil.Rtc.Srtp;

namespace Vigil.Rtc.Tests.Srtp;

public sealed class SrtpSenderTests
{
    private readonly byte[] output = new byte[2048];

    [Theory]
    [InlineData(SrtpProfile.AeadAes128Gcm)]
    [InlineData(SrtpProfile.Aes128CmHmacSha1_80)]
    public void Index_that_was_sent_is_never_sent_again(SrtpProfile profile)
    {
        using var sender = TestRtp.Sender(profile);
        Assert.NotEqual(0, sender.ProtectRtp(TestRtp.Rtp(10, 50), output));
        // Other bytes under the same index are what would break GCM.
        Assert.Equal(0, sender.ProtectRtp(TestRtp.Rtp(10, 60), output, out var refused));
        Assert.Equal(DropReason.Replayed, refused);
        Assert.NotEqual(0, sender.ProtectRtp(TestRtp.Rtp(12, 50), output));
        Assert.NotEqual(0, sender.ProtectRtp(TestRtp.Rtp(11, 50), output));
        Assert.Equal(0, sender.ProtectRtp(TestRtp.Rtp(11, 50), output));
    }

    [Fact]
    public void Packet_far_behind_is_refused_because_nobody_knows_whether_it_was_sent()
    {
        using var sender = TestRtp.Sender(SrtpProfile.AeadAes128Gcm);
        sender.ProtectRtp(TestRtp.Rtp(5000, 50), output);
        Assert.Equal(0, sender.ProtectRtp(TestRtp.Rtp(5000 - ReplayWindow.Size, 50), output, out var refused));
        Assert.Equal(DropReason.TooOld, refused);
    }

    [Fact]
    public void Sources_do_not_share_indexes()
    {
        using var sender = TestRtp.Sender(SrtpProfile.AeadAes128Gcm);
        Assert.NotEqual(0, sender.ProtectRtp(TestRtp.Rtp(10, 50, ssrc: 1), output));
        Assert.NotEqual(0, sender.ProtectRtp(TestRtp.Rtp(10, 50, ssrc: 2), output));
    }

    [Fact]
    public void Destination_too_small_does_not_use_the_index_up()
    {
        using var sender = TestRtp.Sender(SrtpProfile.AeadAes128Gcm);
        var plain = TestRtp.Rtp(10, 50);
        Assert.Equal(0, sender.ProtectRtp(plain, output.AsSpan(0, plain.Length + 15), out var refused));
        Assert.Equal(DropReason.TooLong, refused);
        Assert.Equal(plain.Length + 16, sender.ProtectRtp(plain, output.AsSpan(0, plain.Length + 16)));
    }

    [Fact]
    public void Sources_are_bounded_and_none_is_forgotten()
    {
        using var sender = TestRtp.Sender(SrtpProfile.AeadAes128Gcm);
        for (var ssrc = 0u; ssrc < SrtpSender.MaxSources; ssrc++) { Assert.NotEqual(0, sender.ProtectRtp(TestRtp.Rtp(1, 1, ssrc), output)); }
        Assert.Equal(0, sender.ProtectRtp(TestRtp.Rtp(1, 1, SrtpSender.MaxSources), output, out var refused));
        Assert.Equal(DropReason.SsrcTableFull, refused);
        for (var ssrc = 0u; ssrc < SrtpSender.MaxSources; ssrc++)
        {
            sender.ProtectRtp(TestRtp.Rtp(1, 1, ssrc), output, out refused);
            Assert.Equal(DropReason.Replayed, refused);
        }
    }

    [Fact]
    public void Rtcp_index_does_not_wrap()
    {
        using var sender = new SrtpSender(SrtpCipher.Create(SrtpProfile.AeadAes128Gcm, new byte[16], new byte[12], encrypt: true), 0x7FFF_FFFF);
        Assert.NotEqual(0, sender.ProtectRtcp(TestRtp.Rtcp(1, 20), output));
        Assert.Equal(0, sender.ProtectRtcp(TestRtp.Rtcp(1, 20), output, out var refused));
        Assert.Equal(DropReason.KeyExhausted, refused);
    }

    [Fact]
    public void What_is_not_RTP_or_RTCP_is_refused()
    {
        using var sender = new SrtpSender(SrtpProfile.AeadAes128Gcm, new byte[16], new byte[12]);
        Assert.Equal(0, sender.ProtectRtp(new byte[40], output, out var rtp));
        Assert.Equal(0, sender.ProtectRtcp(new byte[7], output, out var rtcp));
        Assert.Equal((DropReason.NotRtp, DropReason.NotRtcp), (rtp, rtcp));
    }
}
