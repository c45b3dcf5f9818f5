// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Rtp;
using static Vigil.Rtc.Tests.Rtp.RtpPacketTests;

namespace Vigil.Rtc.Tests.Rtp;

public class ExtensionValueTests
{
    [Theory]
    [InlineData("80", true, 0)]
    [InlineData("7f", false, 127)]
    [InlineData("d3", true, 0x53)]
    public void Audio_level_is_a_flag_and_seven_bits(string hex, bool voice, byte level)
    {
        Assert.True(AudioLevel.TryParse(Bytes(hex), out var read));
        Assert.Equal(new AudioLevel(voice, level), read);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1000, 1 << 18)]
    [InlineData(500, 1 << 17)]
    [InlineData(64_000, 0)] // wraps
    [InlineData(64_001, 262)]
    public void Send_time_is_seconds_in_fixed_point(long now, uint expected) =>
        Assert.Equal(new AbsSendTime(expected), AbsSendTime.FromMilliseconds(now));

    [Fact]
    public void Send_time_of_any_clock_fits() => Assert.True(AbsSendTime.FromMilliseconds(long.MaxValue).Value < 1 << 24);

    [Fact]
    public void Reads_send_time_and_transport_sequence_number()
    {
        Assert.True(AbsSendTime.TryParse(Bytes("a1b2c3"), out var time));
        Assert.Equal(0xa1b2c3u, time.Value);
        Assert.True(TransportSequenceNumber.TryParse(Bytes("fffe"), out var number));
        Assert.Equal(0xfffe, number.Value);
    }

    [Fact]
    public void Values_of_a_wrong_length_are_refused()
    {
        Assert.False(AudioLevel.TryParse([], out _));
        Assert.False(AudioLevel.TryParse(Bytes("8000"), out _));
        Assert.False(AbsSendTime.TryParse(Bytes("0102"), out _));
        Assert.False(TransportSequenceNumber.TryParse(Bytes("01"), out _));
        Assert.False(DependencyDescriptor.TryParse(Bytes("8001"), out _));
    }

    [Theory]
    [InlineData("800001", true, false, 0, 1, false)]
    [InlineData("43ffff", false, true, 3, 0xffff, false)]
    [InlineData("c0000780", true, true, 0, 7, true)] // template structure present
    [InlineData("c0000740", true, true, 0, 7, false)] // only active decode targets
    public void Dependency_descriptor_says_where_the_packet_stands(
        string hex, bool start, bool end, byte template, ushort frame, bool structure)
    {
        Assert.True(DependencyDescriptor.TryParse(Bytes(hex), out var read));
        Assert.Equal(new DependencyDescriptor(start, end, template, frame, structure), read);
    }
}
