// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Stamps;
using Vigil.Server.Tests.Support;
using Vigil.Tests;

namespace Vigil.Server.Tests.Stamps;

public class EnvelopeHeadTests
{
    [Fact]
    public void All_that_is_clear_is_read()
    {
        byte[] commitment = [.. Enumerable.Range(0, 32).Select(n => (byte)n)];
        Assert.True(EnvelopeHead.TryParse(TestEnvelope.Make(ulong.MaxValue, 7, commitment), out var head));
        Assert.Equal(ulong.MaxValue, head.Epoch);
        Assert.Equal(7UL, head.Seq);
        Assert.Equal(commitment, head.Commitment);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(48 * 1024, true)]
    [InlineData(0, false)]
    [InlineData(-1, false)]
    [InlineData((48 * 1024) + 1, false)]
    public void The_message_inside_has_a_size(int message, bool isGood) =>
        Assert.Equal(isGood, EnvelopeHead.TryParse(TestEnvelope.Make(message: message), out _));

    [Fact]
    public void Another_version_the_number_zero_and_what_is_too_short_are_refused()
    {
        Assert.False(EnvelopeHead.TryParse([], out _));
        Assert.False(EnvelopeHead.TryParse(TestEnvelope.Make().AsSpan(0, TestEnvelope.HeadLength), out _));
        Assert.False(EnvelopeHead.TryParse(TestEnvelope.Make(seq: 0), out _));
        Assert.All(new byte[] { 0, 2, 255 }, version =>
        {
            var body = TestEnvelope.Make();
            body[0] = version;
            Assert.False(EnvelopeHead.TryParse(body, out _));
        });
    }

    [Fact]
    public void No_input_throws() => Fuzz.Run([TestEnvelope.Make(), TestEnvelope.Make(message: 1)], input => _ = EnvelopeHead.TryParse(input, out _));
}
