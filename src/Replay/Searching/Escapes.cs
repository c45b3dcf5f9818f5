// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;

namespace Vigil.Replay.Searching;

/// <summary>Text in which single letters are written otherwise. Empty where none is.</summary>
internal static class Escapes
{
    /// <summary><c>\u00e9</c>, <c>\/</c>, <c>\"</c>…</summary>
    public static byte[] Json(byte[] bytes)
    {
        if (!bytes.Contains((byte)'\\')) { return []; }
        // Byte for byte: the place need not be text.
        var text = Encoding.Latin1.GetString(bytes);
        using var plain = new MemoryStream(bytes.Length);
        for (var at = 0; at < text.Length;) { plain.Write(text[at] == '\\' && at + 1 < text.Length ? ReadJson(text, ref at) : [bytes[at++]]); }
        return plain.ToArray();
    }

    /// <summary><c>%C3%A9</c></summary>
    public static byte[] Percent(byte[] bytes)
    {
        if (!bytes.Contains((byte)'%')) { return []; }
        using var plain = new MemoryStream(bytes.Length);
        for (var at = 0; at < bytes.Length; at++)
        {
            if (bytes[at] == '%' && at + 2 < bytes.Length && char.IsAsciiHexDigit((char)bytes[at + 1]) && char.IsAsciiHexDigit((char)bytes[at + 2]))
            {
                plain.WriteByte(Convert.FromHexString(Encoding.ASCII.GetString(bytes, at + 1, 2))[0]);
                at += 2;
            }
            else { plain.WriteByte(bytes[at]); }
        }
        return plain.ToArray();
    }

    private static byte[] ReadJson(string text, ref int at)
    {
        if (TryReadUnit(text, at, out var unit))
        {
            at += 6;
            if (!char.IsHighSurrogate(unit) || !TryReadUnit(text, at, out var low) || !char.IsLowSurrogate(low)) { return Encoding.UTF8.GetBytes([unit]); }
            at += 6;
            return Encoding.UTF8.GetBytes([unit, low]);
        }
        var letter = text[at + 1] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', var same => same };
        at += 2;
        return [(byte)letter];
    }

    private static bool TryReadUnit(string text, int at, out char unit)
    {
        unit = default;
        if (at + 6 > text.Length || text[at] != '\\' || text[at + 1] != 'u' || !ushort.TryParse(text.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)) { return false; }
        unit = (char)value;
        return true;
    }
}
