// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Buffers.Binary;

namespace Vigil.Server.Crypto;

/// <summary>Joins the parts of a signed text: a label that ends in a zero byte, then values of fixed length.</summary>
internal sealed class SigningInput
{
    private readonly ArrayBufferWriter<byte> _text = new(192);

    public SigningInput(ReadOnlySpan<byte> label) => _text.Write(label);

    public ReadOnlySpan<byte> Span => _text.WrittenSpan;

    public SigningInput Add(FixedBytes value) => Add(value.Span);

    public SigningInput Add(ReadOnlySpan<byte> bytes)
    {
        _text.Write(bytes);
        return this;
    }

    public SigningInput Add(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_text.GetSpan(sizeof(ulong)), value);
        _text.Advance(sizeof(ulong));
        return this;
    }
}
