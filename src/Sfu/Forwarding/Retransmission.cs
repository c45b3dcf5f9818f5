// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Vigil.Rtc.Net;
using Vigil.Rtc.Rtp;
using Vigil.Sfu.Memory;

namespace Vigil.Sfu.Forwarding;

/// <summary>Turns a received RTX packet back into the packet it repeats, where it lies (RFC 4588 section 4).</summary>
internal static class Retransmission
{
    private const int NumberLength = 2;
    private const byte MarkerBit = 0x80;

    public static DropReason Restore(PacketSlab slab, int slot, in RtpPacket packet, ReceivedStream stream)
    {
        // Probes on the RTX stream have no number and no content.
        if (packet.Payload.Length < NumberLength) { return DropReason.PaddingOnly; }
        if (stream.Ssrc is not { } ssrc) { return DropReason.NoSsrc; }

        var original = BinaryPrimitives.ReadUInt16BigEndian(packet.Payload);
        var bytes = slab.Packet(slot);
        var marker = (byte)(bytes[1] & MarkerBit);
        // The header moves over the two bytes of the number, which is shorter than moving the payload.
        bytes[..packet.HeaderLength].CopyTo(bytes[NumberLength..]);
        var restored = bytes[NumberLength..];
        restored[1] = (byte)(marker | stream.PayloadType);
        BinaryPrimitives.WriteUInt16BigEndian(restored[2..], original);
        BinaryPrimitives.WriteUInt32BigEndian(restored[8..], ssrc);
        slab.SetPacket(slot, NumberLength, restored.Length);
        return DropReason.None;
    }
}
