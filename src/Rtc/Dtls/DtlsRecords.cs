// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Vigil.Rtc.Dtls;

/// <summary>Finds datagrams again in the stream of records that a memory BIO makes of them (RFC 6347 section 4.1).</summary>
internal static class DtlsRecords
{
    public const int HeaderLength = 13;
    private const int VersionOffset = 1;
    private const int EpochOffset = 3;
    private const int LengthOffset = 11;

    /// <summary>Explicit nonce and tag of AES-GCM (RFC 5288 section 3); we accept no other cipher.</summary>
    private const int EncryptedOverhead = 8 + 16;
    private const byte DtlsMajorVersion = 0xFE;

    /// <summary>Length of the first datagram: as many whole records as fit, but at least one. 0 if there is no whole record.</summary>
    public static int FirstDatagram(ReadOnlySpan<byte> stream, int maxLength)
    {
        var length = 0;
        while (TryReadRecord(stream[length..], out var record) && (length == 0 || length + record <= maxLength)) { length += record; }
        return length;
    }

    /// <summary>Nothing but whole records that could be genuine: known type and version, and room for nonce and tag where encrypted.</summary>
    /// <remarks>
    /// libssl 3.0 breaks the whole connection on an encrypted record that is shorter than its tag, although anybody can send one
    /// (RFC 6347 section 4.1.2.7: discard silently). So it never sees one.
    /// </remarks>
    public static bool ArePlausible(ReadOnlySpan<byte> datagram)
    {
        while (!datagram.IsEmpty)
        {
            if (!TryReadRecord(datagram, out var length)) { return false; }
            var isPlain = BinaryPrimitives.ReadUInt16BigEndian(datagram[EpochOffset..]) == 0;
            var isKnown = datagram[0] is >= 20 and <= 23 && datagram[VersionOffset] == DtlsMajorVersion;
            if (!isKnown || length < HeaderLength + (isPlain ? 1 : EncryptedOverhead)) { return false; }
            datagram = datagram[length..];
        }
        return true;
    }

    private static bool TryReadRecord(ReadOnlySpan<byte> stream, out int length)
    {
        length = 0;
        if (stream.Length < HeaderLength) { return false; }
        length = HeaderLength + BinaryPrimitives.ReadUInt16BigEndian(stream[LengthOffset..]);
        return length <= stream.Length;
    }
}
