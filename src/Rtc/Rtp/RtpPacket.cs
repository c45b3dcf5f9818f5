// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Vigil.Rtc.Rtp;

/// <summary>A view of one RTP packet, RFC 3550 section 5.1. It borrows the bytes and copies nothing.</summary>
public readonly ref struct RtpPacket
{
    /// <summary>Length of the header before CSRCs and extensions.</summary>
    public const int FixedHeaderLength = 12;

    private const byte Version = 2;

    private readonly ReadOnlySpan<byte> packet;
    private readonly ushort extensionProfile;
    private readonly int extensionStart;

    private RtpPacket(ReadOnlySpan<byte> packet, ushort extensionProfile, int extensionStart, int headerLength, int paddingLength)
    {
        this.packet = packet;
        this.extensionProfile = extensionProfile;
        this.extensionStart = extensionStart;
        HeaderLength = headerLength;
        PaddingLength = paddingLength;
    }

    public bool Marker => (packet[1] & 0x80) != 0;

    public byte PayloadType => (byte)(packet[1] & 0x7F);

    public ushort SequenceNumber => BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);

    public uint Timestamp => BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);

    public uint Ssrc => BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);

    /// <summary>Everything before the payload: fixed header, CSRCs and header extensions. This is what SRTP leaves in clear.</summary>
    public int HeaderLength { get; }

    /// <summary>Bytes of padding behind the payload, the count byte included; 0 without the P bit.</summary>
    public int PaddingLength { get; }

    /// <summary>The payload without padding. Empty for a probe that is only padding.</summary>
    public ReadOnlySpan<byte> Payload => packet[HeaderLength..^PaddingLength];

    /// <summary>Whether an extension block of a known form (RFC 8285) is there.</summary>
    public bool HasExtensions => HeaderExtensionReader.IsKnownProfile(extensionProfile);

    /// <summary>The header extension elements in their order on the wire.</summary>
    public HeaderExtensionReader Extensions =>
        HasExtensions ? new(extensionProfile, packet[extensionStart..HeaderLength]) : default;

    /// <summary>Checks every length that the header promises. Elements inside the extension block are checked when they are read.</summary>
    public static bool TryParse(ReadOnlySpan<byte> packet, out RtpPacket result)
    {
        result = default;
        if (packet.Length < FixedHeaderLength || packet[0] >> 6 != Version) { return false; }

        var headerLength = FixedHeaderLength + 4 * (packet[0] & 0x0F);
        ushort profile = 0;
        var extensionStart = headerLength;
        if ((packet[0] & 0x10) != 0)
        {
            if (packet.Length < headerLength + 4) { return false; }
            profile = BinaryPrimitives.ReadUInt16BigEndian(packet[headerLength..]);
            extensionStart = headerLength + 4;
            headerLength = extensionStart + 4 * BinaryPrimitives.ReadUInt16BigEndian(packet[(headerLength + 2)..]);
        }
        if (packet.Length < headerLength) { return false; }

        if (!TryReadPadding(packet, headerLength, out var paddingLength)) { return false; }
        result = new RtpPacket(packet, profile, extensionStart, headerLength, paddingLength);
        return true;
    }

    /// <summary>Finds one header extension by its negotiated id. Id 0 stands for "not negotiated" and is never found.</summary>
    public bool TryGetExtension(byte id, out ReadOnlySpan<byte> value)
    {
        var extensions = Extensions;
        while (id != 0 && extensions.TryReadNext(out var found, out value))
        {
            if (found == id) { return true; }
        }
        value = default;
        return false;
    }

    // The count byte counts itself, so 0 is wrong, and it may not reach into the header.
    private static bool TryReadPadding(ReadOnlySpan<byte> packet, int headerLength, out int paddingLength)
    {
        paddingLength = 0;
        if ((packet[0] & 0x20) == 0) { return true; }
        paddingLength = packet[^1];
        return paddingLength != 0 && paddingLength <= packet.Length - headerLength;
    }
}
