// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Dtls;
using Vigil.Tests;

namespace Vigil.Rtc.Tests.Dtls;

public sealed class DtlsRecordsTests
{
    [Theory]
    [InlineData(new[] { 100 }, 113)]
    [InlineData(new[] { 500, 500, 500 }, 1026)]
    [InlineData(new[] { 1187, 1 }, 1200)]
    [InlineData(new[] { 1400, 10 }, 1413)]
    [InlineData(new int[0], 0)]
    public void First_datagram_is_as_many_whole_records_as_fit(int[] bodies, int expected)
        => Assert.Equal(expected, DtlsRecords.FirstDatagram([.. bodies.SelectMany(Record)], 1200));

    [Fact]
    public void Record_that_is_cut_short_is_not_taken()
    {
        byte[] stream = [.. Record(50), .. Record(50)];
        Assert.Equal(63, DtlsRecords.FirstDatagram(stream.AsSpan(0, stream.Length - 1), 1200));
        Assert.Equal(0, DtlsRecords.FirstDatagram(stream.AsSpan(0, 12), 1200));
    }

    [Fact]
    public void Any_stream_is_cut_within_its_bounds()
        => Fuzz.Run([[.. Record(20), .. Record(0), .. Record(300)]],
            static input => Assert.InRange(DtlsRecords.FirstDatagram(input, 1200), 0, input.Length));

    private static byte[] Record(int body) => [22, 254, 253, 0, 0, 0, 0, 0, 0, 0, 0, (byte)(body >> 8), (byte)body, .. new byte[body]];
}
