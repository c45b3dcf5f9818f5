// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Collections.Concurrent;
using Vigil.Sfu;

namespace Vigil.Replay.Recording;

/// <summary>Keeps every RTP packet that the SFU forwards.</summary>
internal sealed class ForwardedRecording : IPacketTap, IDisposable
{
    /// <summary>The router's payload type for VP8; retransmissions have another.</summary>
    private const byte Vp8PayloadType = 101;

    private readonly ConcurrentQueue<byte[]> packets = [];
    private volatile bool stopped;

    public void OnForwarded(ReadOnlySpan<byte> rtp)
    {
        if (!stopped) { packets.Enqueue(rtp.ToArray()); }
    }

    /// <summary>Every packet, one behind the other.</summary>
    public byte[] Packets => [.. packets.SelectMany(packet => packet)];

    /// <summary>The whole frames of each forwarded camera, as a decoder would get them.</summary>
    public IReadOnlyList<IReadOnlyList<byte[]>> VideoStreams()
    {
        var bySsrc = new Dictionary<uint, Vp8Assembler>();
        foreach (var packet in packets.Where(packet => (packet[1] & 0x7F) == Vp8PayloadType))
        {
            var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(8));
            if (!bySsrc.TryGetValue(ssrc, out var assembler)) { bySsrc[ssrc] = assembler = new Vp8Assembler(); }
            assembler.Add(packet);
        }
        return [.. bySsrc.Values.Select(assembler => assembler.Frames)];
    }

    public void Dispose() => stopped = true;
}
