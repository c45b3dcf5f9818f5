// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Vigil.Server.Mls;

/// <summary>Reads the TLS presentation language as RFC 9420 section 2.1 uses it.</summary>
internal ref struct PresentationReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public bool TryReadByte(out byte value)
    {
        value = 0;
        if (!TryTake(sizeof(byte), out var taken)) { return false; }
        value = taken[0];
        return true;
    }

    public bool TryReadUInt16(out ushort value)
    {
        value = 0;
        return TryTake(sizeof(ushort), out var taken) && BinaryPrimitives.TryReadUInt16BigEndian(taken, out value);
    }

    public bool TryReadUInt32(out uint value)
    {
        value = 0;
        return TryTake(sizeof(uint), out var taken) && BinaryPrimitives.TryReadUInt32BigEndian(taken, out value);
    }

    public bool TryReadUInt64(out ulong value)
    {
        value = 0;
        return TryTake(sizeof(ulong), out var taken) && BinaryPrimitives.TryReadUInt64BigEndian(taken, out value);
    }

    /// <summary>A variable-size vector: RFC 9420 section 2.1.2, the length in the fewest bytes that hold it.</summary>
    public bool TryReadVector(out ReadOnlySpan<byte> content)
    {
        content = default;
        return TryReadLength(out var length) && TryTake(length, out content);
    }

    private bool TryReadLength(out int length)
    {
        length = 0;
        if (!TryReadByte(out var first)) { return false; }
        var sizeCode = first >> 6;
        if (sizeCode == 3) { return false; }
        var more = (1 << sizeCode) - 1;
        if (!TryTake(more, out var rest)) { return false; }
        length = first & 0x3f;
        foreach (var next in rest) { length = (length << 8) | next; }
        var smallest = sizeCode switch { 0 => 0, 1 => 1 << 6, _ => 1 << 14 };
        return length >= smallest;
    }

    private bool TryTake(int count, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (count > _rest.Length) { return false; }
        taken = _rest[..count];
        _rest = _rest[count..];
        return true;
    }
}
