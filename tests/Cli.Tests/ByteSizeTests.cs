// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Cli.Tests;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("1000", 1000)]
    [InlineData("3KiB", 3072)]
    [InlineData("500MiB", 524_288_000)]
    [InlineData("5GiB", 5_368_709_120)]
    [InlineData("1TiB", 1_099_511_627_776)]
    public void Amounts_are_a_number_and_a_unit(string text, long bytes)
    {
        Assert.True(ByteSize.TryParse(text, out var parsed));
        Assert.Equal(bytes, parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("GiB")]
    [InlineData("5 GiB")]
    [InlineData("5GB")]
    [InlineData("5gib")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1.5GiB")]
    [InlineData("9223372036854775808")]
    [InlineData("9007199254740992KiB")]
    public void Anything_else_is_refused(string text) => Assert.False(ByteSize.TryParse(text, out _));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1000, "1000")]
    [InlineData(524_288_000, "500MiB")]
    [InlineData(5_368_709_120, "5GiB")]
    public void Words_use_the_largest_unit_that_says_it_whole(long bytes, string text) => Assert.Equal(text, ByteSize.ToText(bytes));
}
