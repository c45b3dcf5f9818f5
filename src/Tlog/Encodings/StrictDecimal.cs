// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Vigil.Tlog.Encodings;

/// <summary>ASCII decimals without sign or leading zero: one spelling for each number.</summary>
internal static class StrictDecimal
{
    /// <summary>Sizes, indices and times stay below 2^63, as in every other implementation of these formats.</summary>
    public const ulong Largest = long.MaxValue;

    public static bool TryParse(ReadOnlySpan<byte> text, out ulong value)
    {
        value = 0;
        if (text.IsEmpty || (text[0] == '0' && text.Length > 1)) { return false; }
        // The runtime's parser takes zero bytes after the digits.
        if (text.ContainsAnyExceptInRange((byte)'0', (byte)'9')) { return false; }
        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= Largest;
    }

    public static bool TryParse(ReadOnlySpan<char> text, ulong largest, out ulong value)
    {
        value = 0;
        if (text.IsEmpty || (text[0] == '0' && text.Length > 1) || !AreDigits(text)) { return false; }
        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= largest;
    }

    public static bool AreDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
