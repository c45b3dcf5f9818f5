// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Vigil.Rtc.Rtcp;

/// <summary>A demand for a key frame, RFC 5104 section 4.3.1.1. A repeated number is the same demand again.</summary>
public readonly record struct FullIntraRequest(uint Ssrc, byte Number)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Length = 8;
}

/// <summary>The entries of a FIR, for <c>foreach</c>.</summary>
public ref struct FullIntraRequestList
{
    private ReadOnlySpan<byte> rest;

    internal FullIntraRequestList(ReadOnlySpan<byte> entries) => rest = entries;

    public FullIntraRequest Current { get; private set; }

    public readonly FullIntraRequestList GetEnumerator() => this;

    public bool MoveNext()
    {
        if (rest.Length < FullIntraRequest.Length) { return false; }
        Current = new FullIntraRequest(BinaryPrimitives.ReadUInt32BigEndian(rest), rest[4]);
        rest = rest[FullIntraRequest.Length..];
        return true;
    }
}
