// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Vigil.Rtc.Stun;

/// <summary>Walks attributes whose bounds <see cref="StunMessage.TryParse"/> has checked.</summary>
internal ref struct StunAttributes(ReadOnlySpan<byte> attributes)
{
    private ReadOnlySpan<byte> rest = attributes;

    public Item Current { get; private set; }

    public readonly StunAttributes GetEnumerator() => this;

    public bool MoveNext()
    {
        if (rest.IsEmpty) { return false; }
        var length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
        Current = new Item(BinaryPrimitives.ReadUInt16BigEndian(rest), rest.Slice(StunFormat.AttributeHeaderLength, length));
        rest = rest[(StunFormat.AttributeHeaderLength + StunFormat.Padded(length))..];
        return true;
    }

    public readonly ref struct Item(ushort type, ReadOnlySpan<byte> value)
    {
        public ushort Type { get; } = type;

        public ReadOnlySpan<byte> Value { get; } = value;
    }
}
