// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Vigil.Tlog.Entries;

namespace Vigil.Orders.Entries;

/// <summary>Texts that concern one person stand in the log as <c>HMAC-SHA256(salt, label || text)</c>; the person gets the salt.</summary>
public static class NoticeCommitment
{
    /// <summary>Of a statement of reasons.</summary>
    public static byte[] OfStatement(SubjectSalt salt, ReadOnlySpan<byte> statement) => Compute(salt, "vigil/statement/v1\0"u8, statement);

    /// <summary>Of an appeal's text.</summary>
    public static byte[] OfAppeal(SubjectSalt salt, ReadOnlySpan<byte> appeal) => Compute(salt, "vigil/appeal/v1\0"u8, appeal);

    private static byte[] Compute(SubjectSalt salt, ReadOnlySpan<byte> label, ReadOnlySpan<byte> text)
    {
        ArgumentNullException.ThrowIfNull(salt);
        return HMACSHA256.HashData(salt.Bytes, [.. label, .. text]);
    }
}
