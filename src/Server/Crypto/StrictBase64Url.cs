// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Buffers.Text;

namespace Vigil.Server.Crypto;

/// <summary>RFC 4648 section 5 without padding, and only the one spelling that an encoder makes.</summary>
internal static class StrictBase64Url
{
    // The framework's decoder skips white space and takes padding; two spellings of one value would slip past comparisons.
    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static bool TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = [];
        if (text.ContainsAnyExcept(Alphabet) || text.Length % 4 == 1) { return false; }
        var decoded = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (!Base64Url.TryDecodeFromChars(text, decoded, out var written) || written != decoded.Length) { return false; }
        // Unused bits of the last character must be zero.
        if (text.Length % 4 != 0 && Base64Url.EncodeToString(decoded.AsSpan(written - (written % 3)))[^1] != text[^1]) { return false; }
        bytes = decoded;
        return true;
    }

    public static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}
