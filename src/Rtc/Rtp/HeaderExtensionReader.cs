// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Rtc.Rtp;

/// <summary>Walks the elements of an RTP header extension block, RFC 8285 sections 4.2 (one-byte) and 4.3 (two-byte).</summary>
/// <remarks>A damaged element ends the walk: what came before it still counts, as section 4.2 asks for the reserved id 15.</remarks>
public ref struct HeaderExtensionReader
{
    internal const ushort OneByteProfile = 0xBEDE;
    internal const ushort TwoByteProfile = 0x1000;
    internal const int MaxOneByteId = 14;
    internal const int MaxOneByteLength = 16;
    private const int ReservedOneByteId = 15;

    private readonly bool twoByte;
    private ReadOnlySpan<byte> rest;

    internal HeaderExtensionReader(ushort profile, ReadOnlySpan<byte> block)
    {
        twoByte = profile != OneByteProfile;
        rest = block;
    }

    /// <summary>Moves to the next element; false at the end of the block.</summary>
    public bool TryReadNext(out byte id, out ReadOnlySpan<byte> value)
    {
        id = 0;
        value = default;
        rest = rest.TrimStart((byte)0); // a zero byte between elements is padding
        if (rest.IsEmpty) { return false; }

        if (!TryReadHead(out id, out var start, out var length) || rest.Length < start + length)
        {
            rest = default;
            return false;
        }
        value = rest.Slice(start, length);
        rest = rest[(start + length)..];
        return true;
    }

    // The low four bits of the two-byte profile are "appbits" with no meaning to us (section 4.3).
    internal static bool IsKnownProfile(ushort profile) => profile == OneByteProfile || (profile & 0xFFF0) == TwoByteProfile;

    private readonly bool TryReadHead(out byte id, out int start, out int length)
    {
        if (twoByte)
        {
            id = rest[0];
            start = 2;
            length = rest.Length > 1 ? rest[1] : 0;
            return rest.Length > 1;
        }
        id = (byte)(rest[0] >> 4);
        start = 1;
        length = (rest[0] & 0x0F) + 1;
        return id is not 0 and not ReservedOneByteId;
    }
}
