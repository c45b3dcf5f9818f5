// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Rtp;
using Vigil.Tests;
using static Vigil.Rtc.Tests.Rtp.RtpPacketTests;

namespace Vigil.Rtc.Tests.Rtp;

public class RtpFuzzTests
{
    private static readonly byte[][] Packets =
    [
        Bytes(Audio),
        Bytes(Video),
        Bytes("a2e00001 00000002 00000003 aaaaaaaa bbbbbbbb 010203 00000004"),
        Bytes("90600001 00000000 00000001 10050003 0500 c802beef 0904 80000180 77"),
        Bytes("b0600001 00000002 00000003 bede0001 10aa0000 0001 00000004"),
    ];

    [Fact]
    public void Packets_and_their_extensions() => Fuzz.Run(Packets, input =>
    {
        if (!RtpPacket.TryParse(input, out var packet)) { return; }
        Assert.Equal(input.Length, packet.HeaderLength + packet.Payload.Length + packet.PaddingLength);

        var extensions = packet.Extensions;
        var total = 0;
        while (extensions.TryReadNext(out var id, out var value))
        {
            Assert.NotEqual(0, id);
            total += value.Length + 1;
            _ = AudioLevel.TryParse(value, out _);
            _ = AbsSendTime.TryParse(value, out _);
            _ = TransportSequenceNumber.TryParse(value, out _);
        }
        Assert.True(total <= packet.HeaderLength);
        _ = RtpRewriter.TryReadRetransmission(packet, out _, out _);
    });

    [Fact]
    public void Whatever_parses_can_be_rewritten_and_parses_again()
    {
        var rewriter = new RtpRewriter(new(4, 0, 0, 2, 0, 1, 9, 13), new(1, 0, 0, 4, 5, 10, 8, 11), "m");
        var destination = new byte[2048 + RtpRewriter.MaxGrowth];
        Fuzz.Run(Packets, input =>
        {
            if (!RtpPacket.TryParse(input, out var packet)) { return; }
            Assert.True(rewriter.TryWrite(packet, new OutgoingRtp(101, 1, 2, 3), 4, destination, out var written));
            Assert.True(RtpPacket.TryParse(destination.AsSpan(0, written), out var sent));
            Assert.True(packet.Payload.SequenceEqual(sent.Payload));
        });
    }

    [Fact]
    public void Dependency_descriptors() => Fuzz.Run(
        [Bytes("800001"), Bytes("c0000780 1403c0"), Bytes("43ffff40")],
        input => Assert.Equal(input.Length >= 3, DependencyDescriptor.TryParse(input, out _)));

    [Fact]
    public void Vp8_payload_descriptors() => Fuzz.Run(
        [Bytes("90801100"), Bytes("90e0810205a000"), Bytes("1000"), Bytes("90104100")],
        input =>
        {
            if (Vp8PayloadDescriptor.TryParse(input, out var read)) { Assert.InRange(read.Length, 1, Math.Min(6, input.Length)); }
            _ = Vp8PayloadDescriptor.IsKeyFrame(input);
        });
}
