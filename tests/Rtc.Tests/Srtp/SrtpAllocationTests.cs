// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Net;
using Vigil.Rtc.Srtp;

namespace Vigil.Rtc.Tests.Srtp;

public sealed class SrtpAllocationTests
{
    private const int Packets = 2000;

    [Theory]
    [InlineData(SrtpProfile.AeadAes128Gcm)]
    [InlineData(SrtpProfile.Aes128CmHmacSha1_80)]
    public void Packet_path_allocates_nothing(SrtpProfile profile)
    {
        using var sender = TestRtp.Sender(profile);
        using var receiver = TestRtp.Receiver(profile);
        var rtp = Enumerable.Range(0, Packets).Select(i => TestRtp.Rtp(i, 1150)).ToArray();
        var rtcp = TestRtp.Rtcp(1, 80);
        var wire = new byte[1500];
        Exchange(0, 100);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var opened = Exchange(100, Packets);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(2 * (Packets - 100), opened);
        Assert.Equal(0, allocated);

        int Exchange(int from, int to)
        {
            var count = 0;
            for (var i = from; i < to; i++)
            {
                var length = sender.ProtectRtp(rtp[i], wire);
                if (receiver.UnprotectRtp(wire.AsSpan(0, length), out _) == DropReason.None) { count++; }
                length = sender.ProtectRtcp(rtcp, wire);
                if (receiver.UnprotectRtcp(wire.AsSpan(0, length), out _) == DropReason.None) { count++; }
            }
            return count;
        }
    }
}
