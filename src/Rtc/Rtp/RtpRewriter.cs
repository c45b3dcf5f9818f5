// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Text;

namespace Vigil.Rtc.Rtp;

/// <summary>Turns packets as one sender made them into packets as one receiver expects them. Fixed for the life of a consumer; allocates nothing.</summary>
/// <remarks>
/// The marker and the payload stay as they are. PT, SSRC, sequence number and timestamp come from the caller. The header
/// extensions are built anew under the receiver's ids. Padding goes (it is a hop's own business, as is probing with it), and
/// so do CSRCs: browsers send none, and after rewriting they would name sources that the receiver cannot know.
/// </remarks>
/// <param name="received">Ids under which the sender writes.</param>
/// <param name="sent">Ids under which the receiver reads; 0 leaves that extension out.</param>
/// <param name="mid">The receiver's name for the stream.</param>
public sealed class RtpRewriter(HeaderExtensionIds received, HeaderExtensionIds sent, string mid)
{
    /// <summary>What <see cref="TryWrite"/> may add to a packet's length, for sizing buffers: a mid of 32 bytes and the stamps, in two-byte form.</summary>
    public const int MaxGrowth = 64;

    private const int OriginalSequenceNumberLength = 2;

    private readonly byte[] midBytes = Encoding.UTF8.GetBytes(mid);

    /// <summary>Writes the packet anew; false if it does not fit into <paramref name="destination"/>.</summary>
    public bool TryWrite(in RtpPacket packet, in OutgoingRtp header, long now, Span<byte> destination, out int written)
    {
        written = 0;
        if (!TryWriteHeader(packet, header, now, destination, out var headerLength)) { return false; }
        if (!packet.Payload.TryCopyTo(destination[headerLength..])) { return false; }
        written = headerLength + packet.Payload.Length;
        return true;
    }

    /// <summary>
    /// Writes the packet as a retransmission, RFC 4588 section 4: <paramref name="header"/> names the RTX stream's PT, SSRC and
    /// sequence number with the original timestamp, and the payload starts with the sequence number under which it was sent first.
    /// </summary>
    public bool TryWriteRetransmission(
        in RtpPacket packet, in OutgoingRtp header, ushort originalSequenceNumber, long now, Span<byte> destination, out int written)
    {
        written = 0;
        if (!TryWriteHeader(packet, header, now, destination, out var headerLength)) { return false; }
        var rest = destination[headerLength..];
        if (!BinaryPrimitives.TryWriteUInt16BigEndian(rest, originalSequenceNumber)) { return false; }
        if (!packet.Payload.TryCopyTo(rest[OriginalSequenceNumberLength..])) { return false; }
        written = headerLength + OriginalSequenceNumberLength + packet.Payload.Length;
        return true;
    }

    /// <summary>Reads what <see cref="TryWriteRetransmission"/> writes: the original sequence number and payload of an RTX packet.</summary>
    public static bool TryReadRetransmission(in RtpPacket packet, out ushort originalSequenceNumber, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        // Probes on the RTX stream are only padding: no number, nothing to restore.
        if (!BinaryPrimitives.TryReadUInt16BigEndian(packet.Payload, out originalSequenceNumber)) { return false; }
        payload = packet.Payload[OriginalSequenceNumberLength..];
        return true;
    }

    private bool TryWriteHeader(in RtpPacket packet, in OutgoingRtp header, long now, Span<byte> destination, out int length)
    {
        length = 0;
        packet.TryGetExtension(received.AudioLevel, out var audioLevel);
        packet.TryGetExtension(received.VideoOrientation, out var orientation);
        // Long with its templates, at key frames: more than a one-byte element holds.
        packet.TryGetExtension(received.DependencyDescriptor, out var dependency);

        var twoByte = !(FitsOneByte(sent.Mid, midBytes) && FitsOneByte(sent.AudioLevel, audioLevel)
            && FitsOneByte(sent.VideoOrientation, orientation) && FitsOneByte(sent.DependencyDescriptor, dependency)
            && sent is { AbsSendTime: <= HeaderExtensionReader.MaxOneByteId, TransportCc: <= HeaderExtensionReader.MaxOneByteId });

        return RtpHeaderWriter.TryBegin(destination, packet.Marker, header, twoByte, out var writer)
            && TryAdd(ref writer, sent.Mid, midBytes)
            && (sent.AbsSendTime == 0 || writer.TryAdd(sent.AbsSendTime, AbsSendTime.FromMilliseconds(now)))
            && (sent.TransportCc == 0 || writer.TryAdd(sent.TransportCc, new TransportSequenceNumber(header.TransportSequenceNumber)))
            && TryAdd(ref writer, sent.AudioLevel, audioLevel)
            && TryAdd(ref writer, sent.VideoOrientation, orientation)
            && TryAdd(ref writer, sent.DependencyDescriptor, dependency)
            && writer.TryFinish(out length);
    }

    // None of the copied extensions has an empty value, so empty means absent, as id 0 means "not negotiated".
    private static bool IsAbsent(byte id, ReadOnlySpan<byte> value) => id == 0 || value.IsEmpty;

    private static bool FitsOneByte(byte id, ReadOnlySpan<byte> value) =>
        IsAbsent(id, value) || RtpHeaderWriter.FitsOneByte(id, value.Length);

    private static bool TryAdd(ref RtpHeaderWriter writer, byte id, ReadOnlySpan<byte> value) =>
        IsAbsent(id, value) || writer.TryAdd(id, value);
}
