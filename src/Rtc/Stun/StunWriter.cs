// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Vigil.Rtc.Net;

namespace Vigil.Rtc.Stun;

/// <summary>Writes one message into a buffer that holds the longest there is (<see cref="IceLiteAgent.MaxResponseLength"/>).</summary>
internal ref struct StunWriter
{
    private const byte FamilyIPv4 = 1;
    private const byte FamilyIPv6 = 2;

    private readonly Span<byte> buffer;

    public StunWriter(Span<byte> buffer, StunType type, ReadOnlySpan<byte> transactionId)
    {
        this.buffer = buffer;
        BinaryPrimitives.WriteUInt16BigEndian(buffer, (ushort)type);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[4..], StunFormat.MagicCookie);
        transactionId.CopyTo(buffer[8..]);
        Length = StunFormat.HeaderLength;
        WriteLength();
    }

    public int Length { get; private set; }

    /// <summary>RFC 8489 section 14.2: port and address XOR magic cookie and transaction id, so that no NAT rewrites them.</summary>
    public void AddXorMappedAddress(in TransportAddress address)
    {
        var addressLength = address.IsIPv4 ? 4 : 16;
        var value = Add(StunAttribute.XorMappedAddress, 4 + addressLength);
        value[0] = 0;
        value[1] = address.IsIPv4 ? FamilyIPv4 : FamilyIPv6;
        BinaryPrimitives.WriteUInt16BigEndian(value[2..], (ushort)(address.Port ^ (StunFormat.MagicCookie >> 16)));
        address.TryFormatAddress(value[4..], out _);
        var mask = buffer.Slice(4, addressLength);
        for (var i = 0; i < addressLength; i++) { value[4 + i] ^= mask[i]; }
    }

    /// <summary>RFC 8489 section 14.8.</summary>
    public void AddErrorCode(int code, ReadOnlySpan<byte> reason)
    {
        var value = Add(StunAttribute.ErrorCode, 4 + reason.Length);
        BinaryPrimitives.WriteUInt16BigEndian(value, 0);
        value[2] = (byte)(code / 100);
        value[3] = (byte)(code % 100);
        reason.CopyTo(value[4..]);
    }

    /// <summary>RFC 8489 section 14.9.</summary>
    public void AddUnknownAttributes(ReadOnlySpan<ushort> types)
    {
        var value = Add(StunAttribute.UnknownAttributes, 2 * types.Length);
        for (var i = 0; i < types.Length; i++) { BinaryPrimitives.WriteUInt16BigEndian(value[(2 * i)..], types[i]); }
    }

    public void AddIntegrity(StunIntegrity integrity)
    {
        var before = Length;
        integrity.Compute(buffer[..before], Add(StunAttribute.MessageIntegrity, StunFormat.IntegrityLength));
    }

    public void AddFingerprint()
    {
        var before = Length;
        var value = Add(StunAttribute.Fingerprint, StunFormat.FingerprintLength);
        BinaryPrimitives.WriteUInt32BigEndian(value, StunFingerprint.Compute(buffer[..before]));
    }

    private Span<byte> Add(StunAttribute type, int length)
    {
        var attribute = buffer.Slice(Length, StunFormat.AttributeHeaderLength + StunFormat.Padded(length));
        BinaryPrimitives.WriteUInt16BigEndian(attribute, (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(attribute[2..], (ushort)length);
        attribute[(StunFormat.AttributeHeaderLength + length)..].Clear();
        Length += attribute.Length;
        WriteLength();
        return attribute.Slice(StunFormat.AttributeHeaderLength, length);
    }

    private readonly void WriteLength()
        => BinaryPrimitives.WriteUInt16BigEndian(buffer[2..], (ushort)(Length - StunFormat.HeaderLength));
}
