// SPDX-License-Identifier: Apache-2.0
using FsCheck.Fluent;
using Vigil.Rtc.Rtp;
using Vigil.Tests;
using static Vigil.Rtc.Tests.Rtp.RtpPacketTests;

namespace Vigil.Rtc.Tests.Rtp;

public class RtpRewriterTests
{
    private static readonly HeaderExtensionIds Sender = new(Mid: 4, AbsSendTime: 2, AudioLevel: 1, DependencyDescriptor: 9, VideoOrientation: 13);
    private static readonly HeaderExtensionIds Receiver = new(Mid: 1, AbsSendTime: 4, AudioLevel: 10, DependencyDescriptor: 8, VideoOrientation: 11);
    private static readonly OutgoingRtp Header = new(100, 0xcafebabe, 0x0102, 0x03040506);

    [Fact]
    public void The_receiver_gets_its_own_ids_and_numbers_byte_for_byte()
    {
        var rewriter = new RtpRewriter(Sender, Receiver, "a7");
        Assert.Equal(
            Bytes("90640102 03040506 cafebabe bede0003 11 6137 42 040000 a0 d3 000000 7811223344"),
            Rewrite(rewriter, Bytes(Audio), Header, now: 1000));
    }

    [Fact]
    public void Without_negotiated_extensions_there_is_no_block()
    {
        var rewriter = new RtpRewriter(Sender, default, "a7");
        Assert.Equal(Bytes("80640102 03040506 cafebabe 7811223344"), Rewrite(rewriter, Bytes(Audio), Header));
    }

    [Fact]
    public void Transport_sequence_number_is_written_where_negotiated()
    {
        var rewriter = new RtpRewriter(Sender, new HeaderExtensionIds(TransportCc: 5), "a7");
        Assert.Equal(
            Bytes("90640102 03040506 cafebabe bede0001 51 beef 00 7811223344"),
            Rewrite(rewriter, Bytes(Audio), Header with { TransportSequenceNumber = 0xbeef }));
    }

    [Fact]
    public void A_long_element_makes_the_block_two_byte()
    {
        var structure = string.Concat(Enumerable.Repeat("c0", 20));
        var received = Bytes($"90e00001 00000000 00000001 10000006 0914{structure} 0000 77");
        var sent = Rewrite(new RtpRewriter(Sender, Receiver, "0"), received, Header);
        Assert.Equal(Bytes("1000"), sent[12..14]);
        Assert.True(RtpPacket.TryParse(sent, out var packet));
        Assert.True(packet.TryGetExtension(Receiver.DependencyDescriptor, out var copied));
        Assert.Equal(Bytes(structure), copied.ToArray());
        Assert.True(packet.TryGetExtension(Receiver.Mid, out var mid));
        Assert.Equal("0"u8.ToArray(), mid.ToArray());
    }

    [Theory]
    [InlineData(20, "0")] // an id that one-byte elements have not got
    [InlineData(1, "a-mid-of-17-chars")]
    public void So_do_high_ids_and_long_mids(byte id, string mid)
    {
        var sent = Rewrite(new RtpRewriter(Sender, new HeaderExtensionIds(Mid: id), mid), Bytes(Audio), Header);
        Assert.Equal(Bytes("1000"), sent[12..14]);
        Assert.True(RtpPacket.TryParse(sent, out var packet));
        Assert.True(packet.TryGetExtension(id, out var value));
        Assert.Equal(mid, System.Text.Encoding.ASCII.GetString(value));
    }

    [Fact]
    public void Padding_and_csrcs_are_not_forwarded()
    {
        var rewriter = new RtpRewriter(default, default, "");
        var sent = Rewrite(rewriter, Bytes("a2e00001 00000002 00000003 aaaaaaaa bbbbbbbb 010203 00000004"), Header);
        Assert.Equal(Bytes("80e40102 03040506 cafebabe 010203"), sent);
    }

    [Fact]
    public void Retransmissions_carry_the_first_number_before_the_payload()
    {
        var rewriter = new RtpRewriter(Sender, new HeaderExtensionIds(Mid: 1), "0");
        Assert.True(RtpPacket.TryParse(Bytes(Audio), out var packet));
        var destination = new byte[200];
        Assert.True(rewriter.TryWriteRetransmission(packet, Header with { PayloadType = 102 }, 0x7fff, 0, destination, out var written));
        Assert.Equal(Bytes("90660102 03040506 cafebabe bede0001 1030 0000 7fff 7811223344"), destination[..written]);

        Assert.True(RtpPacket.TryParse(destination.AsSpan(0, written), out var rtx));
        Assert.True(RtpRewriter.TryReadRetransmission(rtx, out var original, out var payload));
        Assert.Equal(0x7fff, original);
        Assert.Equal(packet.Payload.ToArray(), payload.ToArray());
    }

    [Fact]
    public void A_probe_on_the_rtx_stream_restores_nothing()
    {
        Assert.True(RtpPacket.TryParse(Bytes("a0600001 00000002 00000003 00000004"), out var probe));
        Assert.False(RtpRewriter.TryReadRetransmission(probe, out _, out _));
    }

    [Fact]
    public void A_short_destination_is_refused_at_every_length()
    {
        var rewriter = new RtpRewriter(Sender, Receiver, "a7");
        var needed = Rewrite(rewriter, Bytes(Audio), Header).Length;
        Assert.True(RtpPacket.TryParse(Bytes(Audio), out var packet));
        for (var length = 0; length < needed; length++)
        {
            Assert.False(rewriter.TryWrite(packet, Header, 0, new byte[length], out var written));
            Assert.Equal(0, written);
            Assert.False(rewriter.TryWriteRetransmission(packet, Header, 1, 0, new byte[length + 1], out _));
        }
        Assert.True(rewriter.TryWrite(packet, Header, 0, new byte[needed], out _));
    }

    [Fact]
    public void Payload_marker_and_copied_extensions_survive() => Property.Holds(
        Gen.Zip(Property.Bytes(0, 1200), Property.Bytes(1, 60)).Zip(Property.UInt32s),
        input =>
        {
            var ((payload, descriptor), random) = input;
            var received = new byte[1400];
            var header = new OutgoingRtp(96, random, (ushort)random, ~random);
            var twoByte = descriptor.Length > 16;
            Assert.True(RtpHeaderWriter.TryBegin(received, (random & 1) == 1, header, twoByte, out var writer));
            Assert.True(writer.TryAdd(Sender.DependencyDescriptor, descriptor));
            Assert.True(writer.TryAdd(Sender.VideoOrientation, [1]));
            Assert.True(writer.TryFinish(out var headerLength));
            payload.CopyTo(received, headerLength);

            var sent = Rewrite(new RtpRewriter(Sender, Receiver, "9"), received[..(headerLength + payload.Length)], Header);

            Assert.True(RtpPacket.TryParse(sent, out var packet));
            Assert.Equal(payload, packet.Payload.ToArray());
            Assert.Equal((random & 1) == 1, packet.Marker);
            Assert.Equal(Header, new OutgoingRtp(packet.PayloadType, packet.Ssrc, packet.SequenceNumber, packet.Timestamp));
            Assert.True(packet.TryGetExtension(Receiver.DependencyDescriptor, out var copied));
            Assert.Equal(descriptor, copied.ToArray());
            Assert.True(packet.TryGetExtension(Receiver.VideoOrientation, out var orientation));
            Assert.Equal([1], orientation.ToArray());
            Assert.True(sent.Length <= headerLength + payload.Length + RtpRewriter.MaxGrowth);
        });

    [Fact]
    public void Nothing_is_allocated_per_packet()
    {
        var rewriter = new RtpRewriter(Sender, Receiver, "a7");
        var received = Bytes(Audio);
        var destination = new byte[1500];
        Assert.Equal(0, Allocations.Of(() =>
        {
            Assert.True(RtpPacket.TryParse(received, out var packet));
            Assert.True(rewriter.TryWrite(packet, Header, 1, destination, out _));
            Assert.True(rewriter.TryWriteRetransmission(packet, Header, 2, 1, destination, out _));
        }));
    }

    private static byte[] Rewrite(RtpRewriter rewriter, byte[] received, OutgoingRtp header, long now = 0)
    {
        var destination = new byte[received.Length + RtpRewriter.MaxGrowth];
        Assert.True(RtpPacket.TryParse(received, out var packet));
        Assert.True(rewriter.TryWrite(packet, header, now, destination, out var written));
        return destination[..written];
    }
}
