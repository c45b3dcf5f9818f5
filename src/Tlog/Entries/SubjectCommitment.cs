// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;

namespace Vigil.Tlog.Entries;

/// <summary>
/// How an entry names whom it concerns without naming them: <c>HMAC-SHA256(salt, "vigil/subject/v1\0" || kind || 0x00 || id)</c>.
/// A fresh salt for each entry; without it nobody can test a guess, and destroying it is erasure.
/// </summary>
public static class SubjectCommitment
{
    public const int Length = 32;

    private static ReadOnlySpan<byte> Label => "vigil/subject/v1\0"u8;

    public static byte[] Compute(SubjectSalt salt, string kind, string id)
    {
        ArgumentNullException.ThrowIfNull(salt);
        // The kind ends at the first zero byte; one inside would let two subjects have one commitment.
        if (string.IsNullOrEmpty(kind) || kind.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("not a kind", nameof(kind));
        }
        return HMACSHA256.HashData(salt.Bytes, [.. Label, .. Encoding.UTF8.GetBytes(kind), 0, .. Encoding.UTF8.GetBytes(id)]);
    }

    public static bool Opens(ReadOnlySpan<byte> commitment, SubjectSalt salt, string kind, string id) =>
        CryptographicOperations.FixedTimeEquals(commitment, Compute(salt, kind, id));
}
