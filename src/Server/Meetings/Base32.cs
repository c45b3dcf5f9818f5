// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Server.Meetings;

/// <summary>RFC 4648 section 6 in lower case without padding: short, and safe to read aloud.</summary>
internal static class Base32
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private const int BitsPerCharacter = 5;

    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new char[TextLength(bytes.Length)];
        var (pending, bits, at) = (0, 0, 0);
        foreach (var value in bytes)
        {
            pending = (pending << 8) | value;
            bits += 8;
            for (; bits >= BitsPerCharacter; at++)
            {
                bits -= BitsPerCharacter;
                text[at] = Alphabet[(pending >> bits) & 31];
            }
            pending &= (1 << bits) - 1;
        }
        if (bits > 0) { text[at] = Alphabet[(pending << (BitsPerCharacter - bits)) & 31]; }
        return new string(text);
    }

    /// <summary>Reads exactly as many bytes as the destination holds; unused bits must be zero, so each value has one spelling.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> destination)
    {
        if (text.Length != TextLength(destination.Length)) { return false; }
        var (pending, bits, at) = (0, 0, 0);
        foreach (var character in text)
        {
            var value = Alphabet.IndexOf(character, StringComparison.Ordinal);
            if (value < 0) { return false; }
            pending = (pending << BitsPerCharacter) | value;
            bits += BitsPerCharacter;
            if (bits < 8) { continue; }
            bits -= 8;
            destination[at++] = (byte)(pending >> bits);
            pending &= (1 << bits) - 1;
        }
        return pending == 0;
    }

    private static int TextLength(int bytes) => ((bytes * 8) + BitsPerCharacter - 1) / BitsPerCharacter;
}
