// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Vigil.Tlog.Entries;

namespace Vigil.Tlog.Tests.Entries;

public sealed class SubjectCommitmentTests
{
    [Fact]
    public void It_is_the_documented_hmac()
    {
        using var salt = new SubjectSalt(Enumerable.Range(0, 32).Select(n => (byte)n).ToArray());
        var expected = HMACSHA256.HashData(salt.Bytes, "vigil/subject/v1\0meeting\0abc"u8);
        Assert.Equal(expected, SubjectCommitment.Compute(salt, "meeting", "abc"));
        Assert.True(SubjectCommitment.Opens(expected, salt, "meeting", "abc"));
        Assert.False(SubjectCommitment.Opens(expected, salt, "meeting", "abd"));
        Assert.False(SubjectCommitment.Opens(expected, salt, "meetin", "gabc"));
        Assert.False(SubjectCommitment.Opens(expected.AsSpan(1), salt, "meeting", "abc"));
        using var other = new SubjectSalt(new byte[32]);
        Assert.False(SubjectCommitment.Opens(expected, other, "meeting", "abc"));
    }

    [Fact]
    public void A_kind_cannot_be_confused_with_an_id()
    {
        using var salt = new SubjectSalt(new byte[32]);
        Assert.Throws<ArgumentException>(() => SubjectCommitment.Compute(salt, "a\0b", "c"));
        Assert.Throws<ArgumentException>(() => SubjectCommitment.Compute(salt, "", "c"));
    }

    [Fact]
    public void A_salt_does_not_print_and_is_zeroed()
    {
        var salt = new SubjectSalt(Enumerable.Repeat((byte)7, 32).ToArray());
        Assert.Equal("SubjectSalt", salt.ToString());
        salt.Dispose();
        Assert.True(salt.Bytes.SequenceEqual(new byte[32]));
        Assert.Throws<ArgumentException>(() => new SubjectSalt(new byte[31]));
    }
}
