// SPDX-License-Identifier: Apache-2.0
using System.Runtime.CompilerServices;
using Vigil.Rtc.Net;

namespace Vigil.Rtc.Srtp;

/// <summary>Opens what one peer sends us. Owned by one thread; allocates only when the table of sources grows.</summary>
/// <remarks>
/// (1) read the header     <see cref="PacketLayout"/>
/// (2) estimate the index  <see cref="PacketIndex.Estimate"/>      RFC 3711 section 3.3.1
/// (3) refuse replays      <see cref="ReplayWindow.Check"/>        RFC 3711 section 3.3.2
/// (4) verify and decrypt  <see cref="SrtpCipher"/>
/// (5) only now remember   <see cref="ReplayWindow.Mark"/>         forged packets leave no trace
/// </remarks>
public sealed class SrtpReceiver : IDisposable
{
    /// <summary>Sources a peer may use in its session. A browser makes a few per track it publishes; the bound stops a hostile one.</summary>
    public const int MaxSources = 256;

    private readonly SrtpCipher cipher;
    private readonly SourceTable rtpSources = new(MaxSources);
    private readonly SourceTable rtcpSources = new(MaxSources);

    public SrtpReceiver(SrtpProfile profile, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt)
        => cipher = SrtpCipher.Create(profile, masterKey, masterSalt, encrypt: false);

    /// <summary>For tests with session keys.</summary>
    internal SrtpReceiver(SrtpCipher cipher) => this.cipher = cipher;

    /// <summary>Opens an RTP packet in place; <paramref name="length"/> is then the length without the tag. On a drop the bytes are unusable.</summary>
    public DropReason UnprotectRtp(Span<byte> packet, out int length)
    {
        length = 0;
        // (1)
        if (!PacketLayout.TryReadRtp(packet, out var headerLength, out var ssrc, out var sequenceNumber)) { return DropReason.NotRtp; }
        if (packet.Length < headerLength + cipher.TagLength) { return DropReason.TooShort; }
        // (2)
        ref var window = ref rtpSources.Find(ssrc);
        var known = !Unsafe.IsNullRef(ref window);
        if (!known && rtpSources.IsFull) { return DropReason.SsrcTableFull; }
        var index = PacketIndex.Estimate(known ? window.Highest : -1, sequenceNumber);
        // (3)
        if (index > PacketIndex.Highest) { return DropReason.KeyExhausted; }
        if (known && Refuse(ref window, index) is var refused and not DropReason.None) { return refused; }
        // (4)
        if (!cipher.OpenRtp(packet, headerLength, ssrc, index)) { return DropReason.BadAuthTag; }
        // (5)
        (known ? ref window : ref rtpSources.Add(ssrc)).Mark(index);
        length = packet.Length - cipher.TagLength;
        return DropReason.None;
    }

    /// <summary>Opens a compound RTCP packet in place, in the same steps; its index stands in the packet.</summary>
    public DropReason UnprotectRtcp(Span<byte> packet, out int length)
    {
        length = 0;
        if (!PacketLayout.TryReadRtcp(packet, out var ssrc)) { return DropReason.NotRtcp; }
        if (packet.Length < PacketLayout.RtcpClearLength + cipher.RtcpOverhead) { return DropReason.TooShort; }
        if (!cipher.TryReadRtcpIndex(packet, out var index)) { return DropReason.NotEncrypted; }

        ref var window = ref rtcpSources.Find(ssrc);
        var known = !Unsafe.IsNullRef(ref window);
        if (!known && rtcpSources.IsFull) { return DropReason.SsrcTableFull; }
        if (known && Refuse(ref window, index) is var refused and not DropReason.None) { return refused; }
        if (!cipher.OpenRtcp(packet, ssrc, index)) { return DropReason.BadAuthTag; }
        (known ? ref window : ref rtcpSources.Add(ssrc)).Mark(index);
        length = packet.Length - cipher.RtcpOverhead;
        return DropReason.None;
    }

    public void Dispose() => cipher.Dispose();

    private static DropReason Refuse(ref ReplayWindow window, long index) => window.Check(index) switch
    {
        WindowVerdict.Fresh => DropReason.None,
        WindowVerdict.Seen => DropReason.Replayed,
        _ => DropReason.TooOld,
    };
}
