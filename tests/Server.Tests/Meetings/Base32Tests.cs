// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FsCheck.Fluent;
using Vigil.Server.Meetings;

namespace Vigil.Server.Tests.Meetings;

public class Base32Tests
{
    // RFC 4648 section 10, without padding and in lower case.
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "my")]
    [InlineData("fo", "mzxq")]
    [InlineData("foo", "mzxw6")]
    [InlineData("foob", "mzxw6yq")]
    [InlineData("fooba", "mzxw6ytb")]
    [InlineData("foobar", "mzxw6ytboi")]
    public void The_standards_examples(string plain, string text)
    {
        Assert.Equal(text, Base32.Encode(Encoding.ASCII.GetBytes(plain)));
        var decoded = new byte[plain.Length];
        Assert.True(Base32.TryDecode(text, decoded));
        Assert.Equal(plain, Encoding.ASCII.GetString(decoded));
    }

    [Theory]
    [InlineData("mz")] // bits that no encoder sets
    [InlineData("MY")]
    [InlineData("m1")]
    [InlineData("m")]
    [InlineData("myy")]
    [InlineData("my======")]
    public void Other_spellings_are_refused(string text) => Assert.False(Base32.TryDecode(text, new byte[1]));

    [Fact]
    public void What_was_encoded_is_decoded() => Vigil.Tests.Property.Holds(Vigil.Tests.Property.Bytes(0, 40), bytes =>
    {
        var decoded = new byte[bytes.Length];
        Assert.True(Base32.TryDecode(Base32.Encode(bytes), decoded));
        Assert.Equal(bytes, decoded);
    });
}
