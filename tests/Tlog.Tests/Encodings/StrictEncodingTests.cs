// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using FsCheck.Fluent;
using Vigil.Tests;
using Vigil.Tlog.Encodings;

namespace Vigil.Tlog.Tests.Encodings;

public sealed class StrictEncodingTests
{
    [Fact]
    public void Base64_has_one_spelling_for_each_byte_string() =>
        Property.Holds(Property.Bytes(0, 70), bytes =>
        {
            var text = StrictBase64.Encode(bytes);
            Assert.Equal(Convert.ToBase64String(bytes), Encoding.ASCII.GetString(text));
            Assert.True(StrictBase64.TryDecode(text, out var decoded));
            Assert.Equal(bytes, decoded);
            // Any other character at any place is another byte string or none.
            for (var i = 0; i < text.Length; i++)
            {
                byte[] other = [.. text];
                other[i] = (byte)(other[i] == 'A' ? 'B' : 'A');
                if (StrictBase64.TryDecode(other, out var different)) { Assert.NotEqual(bytes, different); }
            }
        });

    [Theory]
    [InlineData("AAA")]
    [InlineData("AAA=A")]
    [InlineData("AA==AA==")]
    [InlineData("AB==")]
    [InlineData("AAB=")]
    [InlineData("A===")]
    [InlineData("====")]
    [InlineData("AA AA AA")]
    [InlineData("AAAA\n\n\n\n")]
    [InlineData("AA-_")]
    public void Other_base64_is_refused(string text) => Assert.False(StrictBase64.TryDecode(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void Decimals_have_one_spelling() =>
        Property.Holds(
            from high in Gen.Choose(0, int.MaxValue)
            from shift in Gen.Choose(0, 32)
            select (ulong)high << shift,
            number =>
            {
                var text = number.ToString(CultureInfo.InvariantCulture);
                Assert.True(StrictDecimal.TryParse(Encoding.ASCII.GetBytes(text), out var read));
                Assert.Equal(number, read);
                Assert.False(StrictDecimal.TryParse(Encoding.ASCII.GetBytes("0" + text), out _));
                Assert.False(StrictDecimal.TryParse(Encoding.ASCII.GetBytes(text + "\0"), out _));
            });

    [Theory]
    [InlineData("")]
    [InlineData("-0")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1,000")]
    [InlineData("1e3")]
    [InlineData("1.0")]
    [InlineData("\u0661")]
    [InlineData("9223372036854775808")]
    [InlineData("18446744073709551616")]
    public void Other_decimals_are_refused(string text)
    {
        Assert.False(StrictDecimal.TryParse(Encoding.UTF8.GetBytes(text), out _));
        Assert.False(StrictDecimal.TryParse(text, StrictDecimal.Largest, out _));
    }
}
