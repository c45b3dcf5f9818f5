// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Rtcp;
using Vigil.Rtc.Srtp;
using Vigil.Sfu.Ortc;
using Vigil.Sfu.Tests.Harness;

namespace Vigil.Sfu.Tests.Forwarding;

public sealed class AllocationTests
{
    private const uint Ssrc = 1111;

    [Theory]
    [InlineData(SrtpProfile.AeadAes128Gcm)]
    [InlineData(SrtpProfile.Aes128CmHmacSha1_80)]
    public void Forwarding_repair_checks_and_reports_allocate_nothing(SrtpProfile profile)
    {
        var core = new CoreHarness();
        var publisher = core.Connect(TransportDirection.Send, profile);
        var producer = publisher.Produce(TestMedia.Video(Ssrc));
        var receivers = Enumerable.Range(0, 10).Select(_ => core.Connect(TransportDirection.Receive, profile)).ToList();
        var consumers = receivers.ConvertAll(receiver => receiver.Consume(producer));
        publisher.SendRtp(TestMedia.Packet(TestMedia.Vp8, Ssrc, 0, 0, TestMedia.FrameStart(true, 0)));
        var first = receivers[0].Media.Rtp[0];
        var datagrams = new List<(byte[] Bytes, Rtc.Net.TransportAddress From)>();
        for (ushort i = 1; i <= 2000; i++)
        {
            if (i % 50 == 0) { continue; } // losses, so that NACKs go out
            datagrams.Add((publisher.Media.ProtectRtp(TestMedia.Packet(TestMedia.Vp8, Ssrc, i, i * 3000u, TestMedia.FrameStart(false, i), mid: "0")), publisher.Address));
            if (i % 10 != 0) { continue; }
            datagrams.Add((receivers[1].NewCheck(), receivers[1].Address));
            datagrams.Add((publisher.Media.ProtectRtcp((ref RtcpWriter writer) =>
                writer.TryWriteSenderReport(Ssrc, new SenderInfo(NtpTime.FromMilliseconds(i * 10), new(i * 3000u), i, i), [])), publisher.Address));
            var asked = (ushort)(first.Number + i - 1);
            var ssrc = consumers[0].Ssrc();
            datagrams.Add((receivers[0].Media.ProtectRtcp((ref RtcpWriter writer) =>
                writer.TryWriteNack(1, ssrc, [asked]) && writer.TryWritePictureLossIndication(1, ssrc)), receivers[0].Address));
        }

        core.IsDelivering = false;
        var half = datagrams.Count / 2;
        Run(core, datagrams[..half]); // the first half compiles and fills the tables
        var rest = datagrams[half..];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(core, rest);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(0, allocated);

        var counters = core.Worker.ReadCounters();
        Assert.Equal(10 * 1961, counters.PacketsForwarded);
        Assert.Equal(160, counters.PacketsResent + core.Drops[Rtc.Net.DropReason.RateLimited]);
        Assert.InRange(counters.PacketsResent, 100, 160);
    }

    private static void Run(CoreHarness core, List<(byte[] Bytes, Rtc.Net.TransportAddress From)> datagrams)
    {
        foreach (var (bytes, from) in datagrams)
        {
            core.Deliver(bytes, from);
            core.Pass(5);
        }
    }
}
