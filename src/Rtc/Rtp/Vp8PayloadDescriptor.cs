// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Vigil.Rtc.Rtp;

/// <summary>The clear bytes in front of VP8 in every packet, RFC 7741 section 4.2.</summary>
/// <param name="StartOfPartition">S: the first packet of a partition.</param>
/// <param name="Partition">PID: 0 is the partition that holds the frame header.</param>
/// <param name="NonReference">N: no other frame needs this one.</param>
/// <param name="PictureId">7 or 15 bits, where the sender gives one.</param>
/// <param name="Tl0PictureIndex">Counts base-layer frames, where given.</param>
/// <param name="TemporalLayer">0 is the base layer, where given.</param>
/// <param name="LayerSync">Y: depends on the base layer only.</param>
/// <param name="Length">Bytes of the descriptor; VP8 follows.</param>
public readonly record struct Vp8PayloadDescriptor(
    bool StartOfPartition,
    byte Partition,
    bool NonReference,
    ushort? PictureId,
    byte? Tl0PictureIndex,
    byte? TemporalLayer,
    bool LayerSync,
    int Length)
{
    private const byte Extended = 0x80;

    /// <summary>Whether the frame header is in this packet: first packet of the first partition.</summary>
    public bool StartsFrame => StartOfPartition && Partition == 0;

    public static bool TryParse(ReadOnlySpan<byte> payload, out Vp8PayloadDescriptor result)
    {
        result = default;
        if (payload.IsEmpty) { return false; }
        var first = payload[0];
        var at = 1;

        byte present = 0;
        if ((first & Extended) != 0)
        {
            if (payload.Length < 2) { return false; }
            present = payload[at++];
        }
        if (!TryReadPictureId(payload, (present & 0x80) != 0, ref at, out var pictureId)) { return false; }
        if (!TryReadByte(payload, (present & 0x40) != 0, ref at, out var tl0)) { return false; }
        // T and K share one byte: it is there if either is.
        if (!TryReadByte(payload, (present & 0x30) != 0, ref at, out var layers)) { return false; }

        var hasLayer = layers is not null && (present & 0x20) != 0;
        result = new Vp8PayloadDescriptor(
            StartOfPartition: (first & 0x10) != 0,
            Partition: (byte)(first & 0x07),
            NonReference: (first & 0x20) != 0,
            pictureId,
            tl0,
            TemporalLayer: hasLayer ? (byte)(layers!.Value >> 6) : null,
            LayerSync: hasLayer && (layers!.Value & 0x20) != 0,
            Length: at);
        return true;
    }

    /// <summary>
    /// Whether a key frame starts in this packet. The P bit of the frame header (RFC 6386 section 9.1) is inside the bytes
    /// that end-to-end encryption leaves clear; nothing behind it is looked at.
    /// </summary>
    public static bool IsKeyFrame(ReadOnlySpan<byte> payload) =>
        TryParse(payload, out var descriptor)
        && descriptor.StartsFrame
        && payload.Length > descriptor.Length
        && (payload[descriptor.Length] & 0x01) == 0;

    private static bool TryReadPictureId(ReadOnlySpan<byte> payload, bool there, ref int at, out ushort? pictureId)
    {
        pictureId = null;
        if (!there) { return true; }
        if (payload.Length <= at) { return false; }
        if ((payload[at] & Extended) == 0)
        {
            pictureId = payload[at++];
            return true;
        }
        if (payload.Length < at + 2) { return false; }
        pictureId = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(payload[at..]) & 0x7FFF);
        at += 2;
        return true;
    }

    private static bool TryReadByte(ReadOnlySpan<byte> payload, bool there, ref int at, out byte? value)
    {
        value = null;
        if (!there) { return true; }
        if (payload.Length <= at) { return false; }
        value = payload[at++];
        return true;
    }
}
