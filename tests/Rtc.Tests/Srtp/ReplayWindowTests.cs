// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Srtp;

namespace Vigil.Rtc.Tests.Srtp;

public sealed class ReplayWindowTests
{
    [Fact]
    public void Window_agrees_with_a_set_that_remembers_everything()
    {
        var random = new Random(3711);
        for (var run = 0; run < 50; run++)
        {
            var window = new ReplayWindow();
            var seen = new HashSet<long>();
            long highest = -1;
            for (var step = 0; step < 2000; step++)
            {
                // Mostly forward, often near, sometimes far beyond the window on either side.
                var index = Math.Max(0, highest + random.Next(10) switch { 0 => random.Next(-2000, 3000), < 4 => random.Next(-60, 60), _ => 1 });
                var expected = index > highest ? WindowVerdict.Fresh
                    : index <= highest - ReplayWindow.Size ? WindowVerdict.TooOld
                    : seen.Contains(index) ? WindowVerdict.Seen : WindowVerdict.Fresh;
                Assert.Equal(expected, window.Check(index));
                if (expected != WindowVerdict.Fresh) { continue; }
                window.Mark(index);
                seen.Add(index);
                highest = Math.Max(highest, index);
                Assert.Equal(highest, window.Highest);
            }
        }
    }

    [Fact]
    public void Index_before_the_beginning_of_the_stream_is_too_old()
    {
        var window = new ReplayWindow();
        window.Mark(3);
        Assert.Equal(WindowVerdict.TooOld, window.Check(-1));
        Assert.Equal(WindowVerdict.Fresh, window.Check(0));
    }
}
