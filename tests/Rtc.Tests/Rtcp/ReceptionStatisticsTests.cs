// SPDX-License-Identifier: Apache-2.0
using FsCheck.Fluent;
using Vigil.Rtc.Rtcp;
using Vigil.Tests;

namespace Vigil.Rtc.Tests.Rtcp;

public class ReceptionStatisticsTests
{
    [Fact]
    public void Nothing_received_reports_nothing() =>
        Assert.Equal(new ReportBlock(7, 0, 0, 0, 0, 0, 0), new ReceptionStatistics(90_000).TakeReport(7, 1000));

    [Fact]
    public void Loss_is_counted_per_interval_and_in_all()
    {
        var statistics = new ReceptionStatistics(90_000);
        Receive(statistics, 65_530, 65_531, 65_533, 65_534); // one of five
        var first = statistics.TakeReport(1, 0);
        Assert.Equal((256 / 5, 1, 65_534u), (first.FractionLost, first.CumulativeLost, first.HighestSequenceNumber));

        Receive(statistics, 65_535, 0, 1, 2);
        var second = statistics.TakeReport(1, 0);
        Assert.Equal((0, 1, 0x10002u), (second.FractionLost, second.CumulativeLost, second.HighestSequenceNumber));

        Receive(statistics, 65_532, 2, 2); // late, and twice again
        var third = statistics.TakeReport(1, 0);
        Assert.Equal((0, -2, 0x10002u), (third.FractionLost, third.CumulativeLost, third.HighestSequenceNumber));
    }

    [Fact]
    public void A_jump_is_believed_when_the_next_packet_confirms_it()
    {
        var statistics = new ReceptionStatistics(90_000);
        Receive(statistics, 100, 101);
        Assert.False(statistics.OnPacket(20_000, 0, 0));
        Assert.False(statistics.OnPacket(30_000, 0, 0)); // another stray one
        Assert.True(statistics.OnPacket(30_001, 0, 0));
        var report = statistics.TakeReport(1, 0);
        Assert.Equal((0, 0, 30_001u), (report.FractionLost, report.CumulativeLost, report.HighestSequenceNumber));
        Assert.Equal(1u, statistics.Received);
    }

    [Fact]
    public void Jitter_follows_appendix_A8()
    {
        // 20 ms of Opus per packet; the third comes 10 ms late: |D| = 480, then 480 again on the way back.
        var statistics = new ReceptionStatistics(48_000);
        statistics.OnPacket(1, 0, 1000);
        statistics.OnPacket(2, 960, 1020);
        Assert.Equal(0u, statistics.Jitter);
        statistics.OnPacket(3, 1920, 1050);
        Assert.Equal(30u, statistics.Jitter); // 480 / 16
        statistics.OnPacket(4, 2880, 1060);
        Assert.Equal(58u, statistics.Jitter); // 30 + (480 - 30) / 16, rounded as the appendix does
    }

    [Fact]
    public void Steady_arrival_has_no_jitter_even_around_the_wrap()
    {
        var statistics = new ReceptionStatistics(90_000);
        var timestamp = uint.MaxValue - 90_000;
        for (ushort i = 0; i < 100; i++) { statistics.OnPacket(i, timestamp += 3000 * 9 / 10, 1_000_000 + i * 30); }
        Assert.Equal(0u, statistics.Jitter);
    }

    [Fact]
    public void The_round_trip_comes_back_to_the_sender()
    {
        // Our report at 10 000 ms travels 30 ms, waits 500 ms there, and 40 ms back.
        var sent = NtpTime.FromMilliseconds(10_000);
        var remote = new ReceptionStatistics(90_000);
        remote.OnSenderReport(sent, 77_030);
        var block = remote.TakeReport(1, 77_530);
        Assert.Equal(sent.Middle, block.LastSenderReport);
        Assert.Equal(32_768u, block.DelaySinceLastSenderReport);
        Assert.InRange(block.RoundTrip(10_570)!.Value, 69, 70);
        Assert.Null(block.RoundTrip(10_100)); // less than it waited: a lie
        Assert.Null((block with { LastSenderReport = 0 }).RoundTrip(10_570));
    }

    [Fact]
    public void Reports_agree_with_a_straightforward_model() => Property.Holds(
        Property.UInt16s.Zip(Gen.Choose(0, 9).ArrayOf(400)),
        input =>
        {
            long number = input.Item1;
            var first = number;
            var statistics = new ReceptionStatistics(90_000);
            var seen = new List<long>();
            var reportedExpected = 0L;
            var reportedReceived = 0L;
            for (var i = 0; i < input.Item2.Length; i++)
            {
                // 0: a packet is lost; 1: the one before comes again; else the next one comes.
                if (input.Item2[i] == 0 && seen.Count > 0) { number++; }
                var arrives = input.Item2[i] == 1 && seen.Count > 0 ? seen[^1] : number++;
                seen.Add(arrives);
                Assert.True(statistics.OnPacket((ushort)arrives, 0, 0));
                if (i % 50 != 49) { continue; }

                var expected = seen.Max() - first + 1;
                var report = statistics.TakeReport(1, 0);
                var lost = expected - reportedExpected - (seen.Count - reportedReceived);
                Assert.Equal(expected - seen.Count, report.CumulativeLost);
                Assert.Equal(lost <= 0 ? 0 : lost * 256 / (expected - reportedExpected), report.FractionLost);
                Assert.Equal(seen.Max(), report.HighestSequenceNumber);
                (reportedExpected, reportedReceived) = (expected, seen.Count);
            }
        });

    [Fact]
    public void Nothing_is_allocated_per_packet()
    {
        var statistics = new ReceptionStatistics(90_000);
        ushort number = 0;
        Assert.Equal(0, Allocations.Of(() =>
        {
            statistics.OnPacket(number++, 0, number);
            _ = statistics.TakeReport(1, number);
        }));
    }

    private static void Receive(ReceptionStatistics statistics, params ushort[] numbers)
    {
        foreach (var number in numbers) { Assert.True(statistics.OnPacket(number, 0, 0)); }
    }
}
