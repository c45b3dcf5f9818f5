// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using Vigil.Tlog.Encodings;

namespace Vigil.Tlog.Tiles;

/// <summary>
/// Which tile, and its name below the log's address: <c>tile/L/N[.p/W]</c> or <c>tile/entries/N[.p/W]</c> (C2SP tlog-tiles).
/// </summary>
public readonly record struct TilePath
{
    /// <summary>Hashes or entries in a full tile.</summary>
    public const int FullWidth = 256;

    /// <summary>A size below 2^63 fills no level above the eighth, but the format names levels up to 63.</summary>
    public const int MaxLevel = 63;

    private TilePath(TileKind kind, int level, ulong index, int width) => (Kind, Level, Index, Width) = (kind, level, index, width);

    public TileKind Kind { get; }

    /// <summary>0 for leaves (and entries); a hash of level L+1 covers a full tile of level L.</summary>
    public int Level { get; }

    public ulong Index { get; }

    /// <summary>1 to 255 for a partial tile, 256 for a full one.</summary>
    public int Width { get; }

    public bool IsFull => Width == FullWidth;

    /// <summary>The same place, full: where a client looks when a partial tile is gone.</summary>
    public TilePath Full => new(Kind, Level, Index, FullWidth);

    public static TilePath Hashes(int level, ulong index, int width = FullWidth)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)level, (uint)MaxLevel, nameof(level));
        return Checked(TileKind.Hashes, level, index, width);
    }

    public static TilePath Entries(ulong index, int width = FullWidth) => Checked(TileKind.Entries, 0, index, width);

    /// <summary>Reads the one correct spelling of a path.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TilePath path)
    {
        path = default;
        if (!TryReadPart(ref text, out var first) || first is not "tile" || !TryReadPart(ref text, out var levelText)) { return false; }
        var isEntries = levelText is "entries";
        var level = 0;
        if (!isEntries && !TryReadDecimal(levelText, MaxLevel, out level)) { return false; }

        var width = FullWidth;
        if (text.IndexOf(".p/") is var dot and >= 0)
        {
            if (!TryReadDecimal(text[(dot + 3)..], FullWidth - 1, out width) || width == 0) { return false; }
            text = text[..dot];
        }
        if (!TryReadIndex(text, out var index)) { return false; }
        path = new TilePath(isEntries ? TileKind.Entries : TileKind.Hashes, level, index, width);
        return true;
    }

    public override string ToString()
    {
        var text = new StringBuilder("tile/");
        text.Append(Kind == TileKind.Entries ? "entries" : Level.ToString(CultureInfo.InvariantCulture)).Append('/');
        AppendIndex(text, Index);
        if (!IsFull) { text.Append(".p/").Append(Width.ToString(CultureInfo.InvariantCulture)); }
        return text.ToString();
    }

    private static TilePath Checked(TileKind kind, int level, ulong index, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, FullWidth);
        return new TilePath(kind, level, index, width);
    }

    /// <summary>Groups of three digits, all but the last behind an x, so that no folder has a file's name.</summary>
    private static void AppendIndex(StringBuilder text, ulong index)
    {
        if (index >= 1000) { AppendFolders(text, index / 1000); }
        text.Append((index % 1000).ToString("000", CultureInfo.InvariantCulture));
    }

    private static void AppendFolders(StringBuilder text, ulong index)
    {
        if (index >= 1000) { AppendFolders(text, index / 1000); }
        text.Append('x').Append((index % 1000).ToString("000", CultureInfo.InvariantCulture)).Append('/');
    }

    private static bool TryReadIndex(ReadOnlySpan<char> text, out ulong index)
    {
        index = 0;
        for (var isFirst = true; ; isFirst = false)
        {
            var isFolder = text.StartsWith("x", StringComparison.Ordinal);
            if (isFolder) { text = text[1..]; }
            if (text.Length < 3 || !TryReadDigits(text[..3], out var group)) { return false; }
            // A leading group of zeros would be a second spelling.
            if (isFolder && isFirst && group == 0) { return false; }
            if (index > (long.MaxValue - group) / 1000) { return false; }
            index = (index * 1000) + group;
            text = text[3..];
            if (!isFolder) { return text.IsEmpty; }
            if (!text.StartsWith("/", StringComparison.Ordinal)) { return false; }
            text = text[1..];
        }
    }

    private static bool TryReadDigits(ReadOnlySpan<char> text, out ulong value)
    {
        value = 0;
        return StrictDecimal.AreDigits(text) && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    private static bool TryReadDecimal(ReadOnlySpan<char> text, int largest, out int value)
    {
        var isRead = StrictDecimal.TryParse(text, (ulong)largest, out var number);
        value = (int)number;
        return isRead;
    }

    private static bool TryReadPart(ref ReadOnlySpan<char> text, out ReadOnlySpan<char> part)
    {
        var slash = text.IndexOf('/');
        part = slash < 0 ? default : text[..slash];
        if (slash < 0) { return false; }
        text = text[(slash + 1)..];
        return true;
    }
}
