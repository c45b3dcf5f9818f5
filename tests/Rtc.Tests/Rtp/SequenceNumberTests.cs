// SPDX-License-Identifier: Apache-2.0
using FsCheck.Fluent;
using Vigil.Rtc.Rtp;
using Vigil.Tests;

namespace Vigil.Rtc.Tests.Rtp;

public class SequenceNumberTests
{
    [Theory]
    [InlineData(1, 0, true)]
    [InlineData(0, 65535, true)]
    [InlineData(65535, 0, false)]
    [InlineData(5, 5, false)]
    [InlineData(32767, 0, true)]
    [InlineData(32768, 0, false)]
    public void Newer_is_the_shorter_way_round(ushort a, ushort b, bool newer) =>
        Assert.Equal(newer, new SequenceNumber(a).IsNewerThan(new SequenceNumber(b)));

    [Fact]
    public void Distance_undoes_plus() => Property.Holds(
        Property.UInt16s.Zip(Gen.Choose(short.MinValue, short.MaxValue)),
        pair =>
        {
            var start = new SequenceNumber(pair.Item1);
            Assert.Equal(pair.Item2, start.Plus(pair.Item2).DistanceFrom(start));
        });

    [Fact]
    public void Timestamps_do_the_same_in_32_bits() => Property.Holds(
        Property.UInt32s.Zip(Property.UInt32s),
        pair =>
        {
            var (start, steps) = (new RtpTimestamp(pair.Item1), (int)pair.Item2);
            Assert.Equal(steps, start.Plus(steps).DistanceFrom(start));
            Assert.Equal(steps > 0, start.Plus(steps).IsNewerThan(start));
        });

    [Fact]
    public void Unwrapping_follows_the_true_number_under_reordering() => Property.Holds(
        Property.UInt16s.Zip(Gen.Choose(-16_000, 16_000).ArrayOf(200)),
        pair =>
        {
            var unwrapper = new SequenceUnwrapper();
            long truth = pair.Item1;
            Assert.Equal(truth, unwrapper.Unwrap((ushort)truth));
            var newest = truth;
            foreach (var step in pair.Item2)
            {
                // Drifts upwards, but any packet stays within half the circle of the newest.
                truth = Math.Clamp(truth + step + 4_000, newest - 32_768, newest + 32_767);
                newest = Math.Max(newest, truth);
                Assert.Equal(truth, unwrapper.Unwrap((ushort)truth));
            }
        });

    [Fact]
    public void Timestamps_unwrap_too()
    {
        var unwrapper = new TimestampUnwrapper();
        Assert.Equal(0xFFFFFF00, unwrapper.Unwrap(0xFFFFFF00));
        Assert.Equal(0x1_0000_0010, unwrapper.Unwrap(0x10));
        Assert.Equal(0xFFFFFFF0, unwrapper.Unwrap(0xFFFFFFF0));
        Assert.Equal(0x1_7000_0000, unwrapper.Unwrap(0x7000_0000));
        Assert.Equal(0x1_E000_0000, unwrapper.Unwrap(0xE000_0000));
        Assert.Equal(0x2_0000_0000, unwrapper.Unwrap(0));
    }
}
