// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Vigil.Rtc.Dtls;

/// <summary>Finds datagrams again in the stream of records that a memory BIO makes of them (RFC 6347 section 4.1).</summary>
internal static class DtlsRecords
{
    public const int HeaderLength = 13;
    private const int LengthOffset = 11;

    /// <summary>Length of the first datagram: as many whole records as fit, but at least one. 0 if there is no whole record.</summary>
    public static int FirstDatagram(ReadOnlySpan<byte> stream, int maxLength)
    {
        var length = 0;
        while (TryReadRecord(stream[length..], out var record) && (length == 0 || length + record <= maxLength)) { length += record; }
        return length;
    }

    private static bool TryReadRecord(ReadOnlySpan<byte> stream, out int length)
    {
        length = 0;
        if (stream.Length < HeaderLength) { return false; }
        length = HeaderLength + BinaryPrimitives.ReadUInt16BigEndian(stream[LengthOffset..]);
        return length <= stream.Length;
    }
}
