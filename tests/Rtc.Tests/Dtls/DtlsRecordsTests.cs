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

    [Theory]
    [InlineData("16FEFD 0000 000000000000 0001 01", true)]
    [InlineData("16FEFF 0000 000000000000 0001 01 14FEFD 0000 000000000001 0001 01", true)]
    [InlineData("16FEFD 0000 000000000000 0000", false)]
    [InlineData("16FEFD 0000 000000000000 0002 01", false)]
    [InlineData("16FEFD 0000 000000000000 0001 01 16", false)]
    [InlineData("160303 0000 000000000000 0001 01", false)]
    [InlineData("18FEFD 0000 000000000000 0001 01", false)]
    [InlineData("16FEFD 0001 000000000000 0018 000000000000000000000000000000000000000000000000", true)]
    [InlineData("16FEFD 0001 000000000000 0017 0000000000000000000000000000000000000000000000", false)]
    public void Only_whole_records_that_could_be_genuine_are_plausible(string datagram, bool plausible)
        => Assert.Equal(plausible, DtlsRecords.ArePlausible(Hex.Bytes(datagram)));

    [Fact]
    public void Any_stream_is_cut_within_its_bounds()
        => Fuzz.Run([[.. Record(20), .. Record(0), .. Record(300)]],
            static input =>
            {
                var whole = DtlsRecords.FirstDatagram(input, int.MaxValue);
                Assert.InRange(whole, 0, input.Length);
                Assert.True(whole == input.Length || !DtlsRecords.ArePlausible(input));
            });

    private static byte[] Record(int body) => [22, 254, 253, 0, 0, 0, 0, 0, 0, 0, 0, (byte)(body >> 8), (byte)body, .. new byte[body]];
}
