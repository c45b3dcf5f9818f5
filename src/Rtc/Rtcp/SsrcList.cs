// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Vigil.Rtc.Rtcp;

/// <summary>SSRCs in an RTCP packet, for <c>foreach</c>.</summary>
public ref struct SsrcList
{
    private ReadOnlySpan<byte> rest;

    internal SsrcList(ReadOnlySpan<byte> ssrcs) => rest = ssrcs;

    public uint Current { get; private set; }

    public readonly SsrcList GetEnumerator() => this;

    public bool MoveNext()
    {
        if (!BinaryPrimitives.TryReadUInt32BigEndian(rest, out var ssrc)) { return false; }
        Current = ssrc;
        rest = rest[4..];
        return true;
    }
}
