// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Net;
using Vigil.Tests;

namespace Vigil.Rtc.Tests.Net;

public sealed class DemultiplexerTests
{
    [Theory]
    [InlineData(0, 1, 20, PacketKind.Stun)]
    [InlineData(3, 0, 20, PacketKind.Stun)]
    [InlineData(0, 1, 19, PacketKind.Unknown)]
    [InlineData(4, 0, 100, PacketKind.Unknown)]
    [InlineData(19, 0, 100, PacketKind.Unknown)]
    [InlineData(20, 254, 13, PacketKind.Dtls)]
    [InlineData(63, 254, 13, PacketKind.Dtls)]
    [InlineData(22, 254, 12, PacketKind.Unknown)]
    [InlineData(64, 0, 100, PacketKind.Unknown)]
    [InlineData(127, 0, 100, PacketKind.Unknown)]
    [InlineData(128, 96, 12, PacketKind.Rtp)]
    [InlineData(128, 96, 11, PacketKind.Unknown)]
    [InlineData(191, 191, 12, PacketKind.Rtp)]
    [InlineData(128, 192, 8, PacketKind.Rtcp)]
    [InlineData(128, 223, 8, PacketKind.Rtcp)]
    [InlineData(128, 200, 7, PacketKind.Unknown)]
    [InlineData(128, 224, 12, PacketKind.Rtp)]
    [InlineData(192, 0, 100, PacketKind.Unknown)]
    public void First_two_bytes_and_length_decide(byte first, byte second, int length, PacketKind expected)
    {
        var datagram = new byte[length];
        datagram[0] = first;
        datagram[1] = second;
        Assert.Equal(expected, Demultiplexer.Classify(datagram));
    }

    [Fact]
    public void Empty_and_one_byte_datagrams_are_unknown()
    {
        Assert.Equal(PacketKind.Unknown, Demultiplexer.Classify([]));
        Assert.Equal(PacketKind.Unknown, Demultiplexer.Classify([128]));
    }

    [Fact]
    public void Any_bytes_are_classified_without_an_exception()
        => Fuzz.Run([[0, 1, .. new byte[30]], [22, 254, 253, .. new byte[30]], [128, 200, .. new byte[30]]],
            static input => Assert.True(Enum.IsDefined(Demultiplexer.Classify(input))));
}
