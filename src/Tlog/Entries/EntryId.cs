// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Vigil.Tlog.Entries;

/// <summary>Entry ids are ULIDs: 48 bits of milliseconds and 80 random bits in Crockford's base32, 26 characters.</summary>
public static class EntryId
{
    public const int Length = 26;
    public const int RandomLength = 10;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static bool TryParse(string text, out UInt128 id)
    {
        ArgumentNullException.ThrowIfNull(text);
        id = 0;
        // 26 characters hold 130 bits: the first has only three.
        if (text.Length != Length || text[0] > '7') { return false; }
        foreach (var character in text)
        {
            var digit = Alphabet.IndexOf(character, StringComparison.Ordinal);
            if (digit < 0) { return false; }
            id = (id << 5) | (UInt128)digit;
        }
        return true;
    }

    /// <summary>Makes an id; the random bytes come from the caller.</summary>
    public static string Create(DateTimeOffset now, ReadOnlySpan<byte> random)
    {
        if (random.Length != RandomLength) { throw new ArgumentException($"an id takes {RandomLength} random bytes", nameof(random)); }
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, (ulong)now.ToUnixTimeMilliseconds() << 16);
        random.CopyTo(bytes[6..]);
        var id = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return string.Create(Length, id, static (text, value) =>
        {
            for (var i = Length - 1; i >= 0; i--, value >>= 5) { text[i] = Alphabet[(int)(value & 31)]; }
        });
    }
}
