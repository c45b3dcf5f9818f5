// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Buffers.Binary;

namespace Vigil.Tlog.Tiles;

/// <summary>Up to 256 entries in one file, each behind its length (u16, big-endian).</summary>
public sealed class EntryBundle
{
    public const int MaxEntryLength = ushort.MaxValue;

    /// <summary>No bundle is longer: the most that a source needs to read.</summary>
    public const int MaxBytes = TilePath.FullWidth * (sizeof(ushort) + MaxEntryLength);

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly int[] _ends;

    private EntryBundle(ReadOnlyMemory<byte> bytes, int[] ends)
    {
        _bytes = bytes;
        _ends = ends;
    }

    public int Count => _ends.Length;

    /// <summary>An entry, verbatim.</summary>
    public ReadOnlyMemory<byte> this[int index]
    {
        get
        {
            var start = (index == 0 ? 0 : _ends[index - 1]) + sizeof(ushort);
            return _bytes[start.._ends[index]];
        }
    }

    /// <summary>Reads exactly <paramref name="width"/> entries; the bytes are not copied.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, int width, out EntryBundle? bundle)
    {
        bundle = null;
        var span = bytes.Span;
        var ends = new int[width];
        var at = 0;
        for (var i = 0; i < width; i++)
        {
            if (span.Length - at < sizeof(ushort)) { return false; }
            var length = BinaryPrimitives.ReadUInt16BigEndian(span[at..]);
            at += sizeof(ushort);
            if (span.Length - at < length) { return false; }
            at += length;
            ends[i] = at;
        }
        if (at != span.Length) { return false; }
        bundle = new EntryBundle(bytes, ends);
        return true;
    }

    /// <summary>Its first entries: what a partial bundle held.</summary>
    public EntryBundle Take(int width) => new(_bytes[..(width == 0 ? 0 : _ends[width - 1])], _ends[..width]);

    /// <summary>The bytes of the file.</summary>
    internal ReadOnlySpan<byte> Bytes => _bytes.Span;

    internal static void Append(IBufferWriter<byte> bundle, ReadOnlySpan<byte> entry)
    {
        BinaryPrimitives.WriteUInt16BigEndian(bundle.GetSpan(sizeof(ushort)), checked((ushort)entry.Length));
        bundle.Advance(sizeof(ushort));
        bundle.Write(entry);
    }
}
