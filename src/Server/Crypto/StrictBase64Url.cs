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
        // Not TryDecodeFromChars: that one throws. Done also means that the unused bits of the last character are zero.
        var status = Base64Url.DecodeFromChars(text, decoded, out _, out var written);
        if (status != OperationStatus.Done || written != decoded.Length) { return false; }
        bytes = decoded;
        return true;
    }

    public static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}
