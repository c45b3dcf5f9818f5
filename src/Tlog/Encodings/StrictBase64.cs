// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Buffers.Text;

namespace Vigil.Tlog.Encodings;

/// <summary>Standard base64 (RFC 4648 section 4) with exactly one spelling for each byte string.</summary>
public static class StrictBase64
{
    /// <summary>Decodes padded base64; white space, missing padding and stray trailing bits are refused.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> text, out byte[] bytes)
    {
        bytes = [];
        if (text.Length % 4 != 0) { return false; }
        var decoded = new byte[text.Length / 4 * 3];
        if (Base64.DecodeFromUtf8(text, decoded, out var consumed, out var written) != OperationStatus.Done || consumed != text.Length)
        {
            return false;
        }
        // The runtime's decoder skips white space and drops trailing bits: what does not come back the same was not canonical.
        if (!Encode(decoded.AsSpan(0, written)).AsSpan().SequenceEqual(text)) { return false; }
        bytes = decoded.AsSpan(0, written).ToArray();
        return true;
    }

    public static byte[] Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new byte[Base64.GetMaxEncodedToUtf8Length(bytes.Length)];
        Base64.EncodeToUtf8(bytes, text, out _, out _);
        return text;
    }
}
