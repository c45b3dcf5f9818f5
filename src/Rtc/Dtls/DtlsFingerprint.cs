// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;

namespace Vigil.Rtc.Dtls;

/// <summary>Certificate fingerprints as text (RFC 8122 section 5).</summary>
internal static class DtlsFingerprint
{
    public static string Format(ReadOnlySpan<byte> digest) => string.Join(':', Array.ConvertAll(digest.ToArray(), b => b.ToString("X2")));

    /// <summary>Compares in constant time. Unknown or weak (SHA-1, MD5) algorithms and malformed values never match.</summary>
    public static bool Matches(ReadOnlySpan<byte> certificate, string algorithm, string value)
    {
        Span<byte> digest = stackalloc byte[SHA512.HashSizeInBytes];
        Span<byte> expected = stackalloc byte[SHA512.HashSizeInBytes];
        return TryHash(certificate, algorithm, digest, out var length)
            && TryParse(value, expected[..length])
            && CryptographicOperations.FixedTimeEquals(digest[..length], expected[..length]);
    }

    private static bool TryHash(ReadOnlySpan<byte> certificate, string algorithm, Span<byte> digest, out int length)
    {
        // Names are case-insensitive in SDP; browsers write them small.
        length = algorithm.ToLowerInvariant() switch
        {
            "sha-256" => SHA256.HashData(certificate, digest),
            "sha-384" => SHA384.HashData(certificate, digest),
            "sha-512" => SHA512.HashData(certificate, digest),
            _ => 0,
        };
        return length > 0;
    }

    /// <summary>Exactly as many pairs of hex digits as there are bytes, with colons between them.</summary>
    private static bool TryParse(ReadOnlySpan<char> value, Span<byte> bytes)
    {
        if (value.Length != (3 * bytes.Length) - 1) { return false; }
        for (var i = 0; i < bytes.Length; i++)
        {
            var pair = value.Slice(3 * i, 2);
            if (!char.IsAsciiHexDigit(pair[0]) || !char.IsAsciiHexDigit(pair[1])) { return false; }
            if (i + 1 < bytes.Length && value[(3 * i) + 2] != ':') { return false; }
            bytes[i] = (byte)((Digit(pair[0]) << 4) | Digit(pair[1]));
        }
        return true;
    }

    private static int Digit(char c) => char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
}
