// SPDX-License-Identifier: Apache-2.0
using FsCheck;
using FsCheck.Fluent;
using Vigil.Rtc.Net;
using Vigil.Rtc.Srtp;

namespace Vigil.Rtc.Tests.Srtp;

public sealed class SrtpRoundTripTests
{
    private static readonly Config Fixed = Config.QuickThrowOnFailure.WithReplay(3711, 7715);

    [Theory]
    [InlineData(SrtpProfile.AeadAes128Gcm)]
    [InlineData(SrtpProfile.Aes128CmHmacSha1_80)]
    public void Any_packet_comes_back_exactly(SrtpProfile profile)
    {
        using var sender = TestRtp.Sender(profile);
        using var receiver = TestRtp.Receiver(profile);
        var index = 0L;
        var shapes = from payload in Gen.Choose(0, 1200) from csrcs in Gen.Choose(0, 15) from words in Gen.Choose(-1, 12) select (payload, csrcs, words);
        Prop.ForAll(Arb.From(shapes), shape =>
        {
            var plain = TestRtp.Rtp(index++, shape.payload, csrcs: shape.csrcs, extensionWords: shape.words);
            var packet = TestRtp.Protect(sender, plain);
            Assert.Equal(DropReason.None, receiver.UnprotectRtp(packet, out var length));
            Assert.Equal(plain, packet[..length]);
        }).Check(Fixed);
    }

    [Theory]
    [InlineData(SrtpProfile.AeadAes128Gcm)]
    [InlineData(SrtpProfile.Aes128CmHmacSha1_80)]
    public void Any_compound_RTCP_comes_back_exactly_and_only_once(SrtpProfile profile)
    {
        using var sender = TestRtp.Sender(profile);
        using var receiver = TestRtp.Receiver(profile);
        Prop.ForAll(Arb.From(Gen.Choose(0, 1200)), bodyLength =>
        {
            var plain = TestRtp.Rtcp(bodyLength, bodyLength);
            var packet = TestRtp.ProtectRtcp(sender, plain);
            var again = packet.ToArray();
            Assert.Equal(DropReason.None, receiver.UnprotectRtcp(packet, out var length));
            Assert.Equal(plain, packet[..length]);
            Assert.Equal(DropReason.Replayed, receiver.UnprotectRtcp(again, out _));
        }).Check(Fixed);
    }

    /// <summary>Eight turns of the sequence number with loss and re-ordering: the receiver opens all that arrives.</summary>
    [Theory]
    [InlineData(SrtpProfile.AeadAes128Gcm, 1)]
    [InlineData(SrtpProfile.AeadAes128Gcm, 2)]
    [InlineData(SrtpProfile.Aes128CmHmacSha1_80, 3)]
    public void Loss_and_reordering_across_the_wrap_of_the_sequence_number(SrtpProfile profile, int seed)
    {
        var random = new Random(seed);
        using var sender = TestRtp.Sender(profile);
        using var receiver = TestRtp.Receiver(profile);
        var inFlight = new List<(byte[] Plain, byte[] Wire)>();
        var opened = 0;
        for (var index = 20_000L; index < 20_000 + (8 * 65_536); index += random.Next(1, 4))
        {
            // A long loss between two batches, so that no two packets in flight are half the number space apart.
            if (inFlight.Count == 0) { index += random.Next(20_000); }
            var plain = TestRtp.Rtp(index, 20);
            inFlight.Add((plain, TestRtp.Protect(sender, plain)));
            if (inFlight.Count < 30) { continue; }
            foreach (var at in Enumerable.Range(0, inFlight.Count).OrderBy(_ => random.Next()).ToArray())
            {
                var (expected, wire) = inFlight[at];
                Assert.Equal(DropReason.None, receiver.UnprotectRtp(wire, out var length));
                Assert.Equal(expected, wire[..length]);
                opened++;
            }
            inFlight.Clear();
        }
        Assert.True(opened > 300, $"only {opened} opened");
    }

    [Theory]
    [InlineData(SrtpProfile.AeadAes128Gcm)]
    [InlineData(SrtpProfile.Aes128CmHmacSha1_80)]
    public void Every_flipped_bit_is_refused_and_leaves_no_trace(SrtpProfile profile)
    {
        using var sender = TestRtp.Sender(profile);
        using var receiver = TestRtp.Receiver(profile);
        var wire = TestRtp.Protect(sender, TestRtp.Rtp(7, 40, csrcs: 1, extensionWords: 1));
        for (var bit = 0; bit < wire.Length * 8; bit++)
        {
            var forged = wire.ToArray();
            forged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(DropReason.None, receiver.UnprotectRtp(forged, out var length));
            Assert.Equal(0, length);
        }
        // Nothing above was remembered: the true packet still opens.
        Assert.Equal(DropReason.None, receiver.UnprotectRtp(wire, out _));
    }

    [Theory]
    [InlineData(SrtpProfile.AeadAes128Gcm)]
    [InlineData(SrtpProfile.Aes128CmHmacSha1_80)]
    public void Every_flipped_bit_of_RTCP_is_refused_and_leaves_no_trace(SrtpProfile profile)
    {
        using var sender = TestRtp.Sender(profile);
        using var receiver = TestRtp.Receiver(profile);
        var wire = TestRtp.ProtectRtcp(sender, TestRtp.Rtcp(1, 24));
        for (var bit = 0; bit < wire.Length * 8; bit++)
        {
            var forged = wire.ToArray();
            forged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(DropReason.None, receiver.UnprotectRtcp(forged, out _));
        }
        Assert.Equal(DropReason.None, receiver.UnprotectRtcp(wire, out _));
    }

    [Fact]
    public void In_place_protection_gives_the_same_bytes()
    {
        foreach (var profile in Enum.GetValues<SrtpProfile>())
        {
            using var apart = TestRtp.Sender(profile);
            using var inPlace = TestRtp.Sender(profile);
            var plain = TestRtp.Rtp(1, 500);
            var buffer = new byte[plain.Length + SrtpSender.MaxOverhead];
            plain.CopyTo(buffer, 0);
            var length = inPlace.ProtectRtp(buffer.AsSpan(0, plain.Length), buffer);
            Assert.Equal(TestRtp.Protect(apart, plain), buffer[..length]);
        }
    }
}
