// SPDX-License-Identifier: Apache-2.0
using Vigil.Cli.Auditing;

namespace Vigil.Cli.Tests.Auditing;

public sealed class ProgressTests
{
    [Fact]
    public void A_terminal_gets_one_bar_that_moves_and_ends_its_line()
    {
        using var output = new StringWriter();
        var progress = new Progress(output, isTerminal: true, TimeProvider.System);
        progress.Report("downloading files", 0, 10);
        progress.Report("downloading files", 10, 10);
        progress.Report("checking entries", 5, 5);
        progress.End();
        Assert.Equal(
            $"\rdownloading files  [{new string('.', 30)}] 0 % (0 of 10)\rdownloading files  [{new string('#', 30)}] 100 % (10 of 10)\n\rchecking entries   [{new string('#', 30)}] 100 % (5 of 5)\n",
            output.ToString());
    }

    [Fact]
    public void Elsewhere_lines_are_few()
    {
        using var output = new StringWriter();
        var progress = new Progress(output, isTerminal: false, TimeProvider.System);
        for (var i = 0UL; i <= 1000; i++) { progress.Report("checking entries", i, 1000); }
        progress.End();
        Assert.Equal("checking entries: 0 % (0 of 1000)\nchecking entries: 100 % (1000 of 1000)\n", output.ToString());
    }
}
