// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Vigil.Rtc.Stun;

/// <summary>A well-formed STUN message (RFC 8489 section 5) seen in the datagram it came in. Nothing in it is verified yet.</summary>
public readonly ref struct StunMessage
{
    private readonly ReadOnlySpan<byte> message;
    private readonly int integrityOffset;
    private readonly int fingerprintOffset;

    private StunMessage(ReadOnlySpan<byte> message, int integrityOffset, int fingerprintOffset)
    {
        this.message = message;
        this.integrityOffset = integrityOffset;
        this.fingerprintOffset = fingerprintOffset;
    }

    /// <summary>Class and method bits.</summary>
    public ushort Type => BinaryPrimitives.ReadUInt16BigEndian(message);

    public ReadOnlySpan<byte> TransactionId => message.Slice(8, StunFormat.TransactionIdLength);

    /// <summary>True if MESSAGE-INTEGRITY is there; whether it is right is <see cref="StunIntegrity.Verify"/>'s to say.</summary>
    public bool HasIntegrity => integrityOffset != 0;

    internal int IntegrityOffset => integrityOffset;

    internal ReadOnlySpan<byte> Bytes => message;

    /// <summary>The attributes that may be believed once the integrity is verified: those before it, or all without one (RFC 8489 section 14.5).</summary>
    internal StunAttributes Attributes => new(message[StunFormat.HeaderLength..(HasIntegrity ? integrityOffset : message.Length)]);

    /// <summary>Header, magic cookie, exact length and every attribute within it; anything else is not STUN.</summary>
    public static bool TryParse(ReadOnlySpan<byte> datagram, out StunMessage message)
    {
        message = default;
        if (datagram.Length < StunFormat.HeaderLength || (datagram[0] & 0xC0) != 0) { return false; }
        if (BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]) != StunFormat.MagicCookie) { return false; }
        var length = BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]);
        if (length % 4 != 0 || length != datagram.Length - StunFormat.HeaderLength) { return false; }
        if (!TryFindProofs(datagram, out var integrity, out var fingerprint)) { return false; }
        message = new StunMessage(datagram, integrity, fingerprint);
        return true;
    }

    /// <summary>The value of the first attribute of this type that may be believed.</summary>
    internal bool TryGet(StunAttribute type, out ReadOnlySpan<byte> value)
    {
        foreach (var attribute in Attributes)
        {
            if (attribute.Type == (ushort)type) { value = attribute.Value; return true; }
        }
        value = default;
        return false;
    }

    internal bool Has(StunAttribute type) => TryGet(type, out _);

    /// <summary>FINGERPRINT is there, last, and right (RFC 8489 section 14.7). It tells STUN from other traffic, it proves nothing.</summary>
    public bool HasValidFingerprint()
    {
        if (fingerprintOffset == 0) { return false; }
        var value = BinaryPrimitives.ReadUInt32BigEndian(message[(fingerprintOffset + StunFormat.AttributeHeaderLength)..]);
        return value == StunFingerprint.Compute(message[..fingerprintOffset]);
    }

    private static bool TryFindProofs(ReadOnlySpan<byte> datagram, out int integrity, out int fingerprint)
    {
        (integrity, fingerprint) = (0, 0);
        for (var at = StunFormat.HeaderLength; at < datagram.Length;)
        {
            // The length is a multiple of four, so a header always fits.
            var type = BinaryPrimitives.ReadUInt16BigEndian(datagram[at..]);
            var length = BinaryPrimitives.ReadUInt16BigEndian(datagram[(at + 2)..]);
            var next = at + StunFormat.AttributeHeaderLength + StunFormat.Padded(length);
            if (next > datagram.Length) { return false; }
            switch ((StunAttribute)type)
            {
                case StunAttribute.MessageIntegrity when integrity == 0:
                    if (length != StunFormat.IntegrityLength) { return false; }
                    integrity = at;
                    break;
                case StunAttribute.Fingerprint:
                    if (length != StunFormat.FingerprintLength || next != datagram.Length) { return false; }
                    fingerprint = at;
                    break;
            }
            at = next;
        }
        return true;
    }
}
