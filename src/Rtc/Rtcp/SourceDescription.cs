// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Vigil.Rtc.Rtcp;

/// <summary>One item about one source, RFC 3550 section 6.5.</summary>
public readonly ref struct SourceDescription(uint ssrc, byte type, ReadOnlySpan<byte> text)
{
    internal const byte CnameType = 1;

    public uint Ssrc { get; } = ssrc;

    public bool IsCname { get; } = type == CnameType;

    public ReadOnlySpan<byte> Text { get; } = text;
}

/// <summary>The items of all chunks, for <c>foreach</c>. A damaged chunk ends the walk: where the next one starts is lost with it.</summary>
public ref struct SourceDescriptionList
{
    private const byte End = 0;

    private ReadOnlySpan<byte> rest;
    private int chunksLeft;
    private int chunkRead; // chunks are padded to words, counted from their own start
    private bool inChunk;
    private uint ssrc;

    internal SourceDescriptionList(ReadOnlySpan<byte> chunks, int count)
    {
        rest = chunks;
        chunksLeft = count;
    }

    public SourceDescription Current { get; private set; }

    public readonly SourceDescriptionList GetEnumerator() => this;

    public bool MoveNext()
    {
        while (inChunk || TryEnterChunk())
        {
            if (rest.IsEmpty) { return false; }
            if (rest[0] != End) { return TryReadItem(); }
            LeaveChunk();
        }
        return false;
    }

    private bool TryEnterChunk()
    {
        if (chunksLeft == 0 || !BinaryPrimitives.TryReadUInt32BigEndian(rest, out ssrc)) { return false; }
        chunksLeft--;
        chunkRead = 0;
        inChunk = true;
        Skip(4);
        return true;
    }

    private bool TryReadItem()
    {
        if (rest.Length < 2 || rest.Length < 2 + rest[1])
        {
            rest = default;
            inChunk = false;
            chunksLeft = 0;
            return false;
        }
        Current = new SourceDescription(ssrc, rest[0], rest.Slice(2, rest[1]));
        Skip(2 + rest[1]);
        return true;
    }

    // One to four zero bytes bring the chunk to a word's end.
    private void LeaveChunk()
    {
        Skip(Math.Min(4 - chunkRead % 4, rest.Length));
        inChunk = false;
    }

    private void Skip(int length)
    {
        rest = rest[length..];
        chunkRead += length;
    }
}
