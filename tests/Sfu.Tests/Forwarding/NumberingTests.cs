// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Rtcp;
using Vigil.Sfu.Forwarding;

namespace Vigil.Sfu.Tests.Forwarding;

public sealed class NumberingTests
{
    [Fact]
    public void Probes_are_closed_up_and_late_packets_keep_their_place()
    {
        var numbering = new ForwardNumbering();
        Assert.Equal(10, numbering.Number(10));
        numbering.Skip(11);
        numbering.Skip(12);
        Assert.Equal(12, numbering.Number(14));
        Assert.Equal(11, numbering.Number(13));
        numbering.Skip(15);
        Assert.Equal(13, numbering.Number(16));
        Assert.Equal(10, numbering.Number(10));
    }

    [Fact]
    public void A_probe_that_comes_late_leaves_later_numbers_alone()
    {
        var numbering = new ForwardNumbering();
        numbering.Number(1);
        numbering.Number(3);
        numbering.Skip(2);
        numbering.Skip(2);
        Assert.Equal(4, numbering.Number(4));
    }

    [Fact]
    public void A_consumer_goes_on_without_gap_after_a_break_and_refuses_what_is_older()
    {
        var numbering = new ConsumerNumbering(100);
        Assert.False(numbering.TryMap(5, out _));
        numbering.Start(1000);
        Assert.True(numbering.TryMap(1000, out var first));
        Assert.True(numbering.TryMap(1003, out var fourth));
        Assert.Equal((100, 103), (first, fourth));
        numbering.Start(5000);
        Assert.True(numbering.TryMap(5000, out var next));
        Assert.Equal(104, next);
        Assert.False(numbering.TryMap(1004, out _));
    }

    [Fact]
    public void A_consumers_numbers_wrap()
    {
        var numbering = new ConsumerNumbering(65_535);
        numbering.Start(7);
        numbering.TryMap(7, out var last);
        numbering.TryMap(8, out var wrapped);
        Assert.Equal((65_535, 0), (last, wrapped));
    }

    [Fact]
    public void A_packet_is_sent_again_only_after_a_round_trip_and_ten_times()
    {
        var sent = new SentPackets();
        Assert.False(sent.TryResend(0, 0, out _, out _));
        sent.Add(700, slot: 3, generation: 5);
        Assert.True(sent.TryResend(700, 0, out var slot, out var generation));
        Assert.Equal((3, 5u), (slot, generation));
        Assert.False(sent.TryResend(700, 99, out _, out _));
        Assert.False(sent.TryResend((ushort)(700 + SentPackets.Capacity), 1000, out _, out _));
        for (var i = 1; i < 10; i++) { Assert.True(sent.TryResend(700, i * 100, out _, out _)); }
        Assert.False(sent.TryResend(700, 10_000, out _, out _));
    }

    [Fact]
    public void A_streams_clock_is_the_publishers_line_moved_into_our_time()
    {
        var publisher = new PublisherClock();
        var video = new StreamClock(90_000);
        var audio = new StreamClock(48_000);
        Assert.False(video.TryMap(NtpTime.FromMilliseconds(10), out _));

        // The publisher's clock is 1000 s ahead of ours; its report took 40 ms, the second one 90 ms.
        video.OnSenderReport(publisher.ToOurs(NtpTime.FromMilliseconds(1_000_000), NtpTime.FromMilliseconds(40)), 5_000);
        audio.OnSenderReport(publisher.ToOurs(NtpTime.FromMilliseconds(1_000_500), NtpTime.FromMilliseconds(590)), 7_000);
        Assert.True(video.TryMap(NtpTime.FromMilliseconds(1_040), out var videoTime));
        Assert.True(audio.TryMap(NtpTime.FromMilliseconds(1_040), out var audioTime));
        // One second after the first report, half a second after the second, whatever the network did.
        Assert.InRange(videoTime, 5_000u + 90_000 - 1, 5_000u + 90_000);
        Assert.InRange(audioTime, 7_000u + 24_000 - 1, 7_000u + 24_000);
        Assert.False(video.TryMap(NtpTime.FromMilliseconds(70_000), out _));
    }
}
