// SPDX-License-Identifier: Apache-2.0
using System.Runtime.CompilerServices;
using Vigil.Rtc.Net;

namespace Vigil.Rtc.Srtp;

/// <summary>Protects what we send to one peer. Owned by one thread; allocates only when the table of sources grows.</summary>
/// <remarks>
/// With GCM two packets under one nonce give away the authentication key (RFC 7714 section 15.1). So a packet index is
/// marked as used before anything is encrypted under it, a marked one is refused, and nothing is ever forgotten.
/// </remarks>
public sealed class SrtpSender : IDisposable
{
    /// <summary>The most by which any packet grows: tag, index word, and room to spare for a longer tag.</summary>
    public const int MaxOverhead = 16 + 4 + 16;

    /// <summary>Sources in the life of a session: a consumer in a large, long meeting takes two per track it ever received.</summary>
    public const int MaxSources = 8192;

    /// <summary>RFC 3711 section 9.2: at most 2^31 SRTCP packets under one key.</summary>
    private const uint MaxRtcpIndex = 0x7FFF_FFFF;

    private readonly SrtpCipher cipher;
    private readonly SourceTable sources = new(MaxSources);

    // One counter for all our SSRCs: each of them sees it only rise, which is all that a receiver asks.
    private uint nextRtcpIndex;

    public SrtpSender(SrtpProfile profile, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt)
        => cipher = SrtpCipher.Create(profile, masterKey, masterSalt, encrypt: true);

    /// <summary>For tests with session keys.</summary>
    internal SrtpSender(SrtpCipher cipher, uint firstRtcpIndex = 0) => (this.cipher, nextRtcpIndex) = (cipher, firstRtcpIndex);

    /// <inheritdoc cref="ProtectRtp(ReadOnlySpan{byte}, Span{byte}, out DropReason)"/>
    public int ProtectRtp(ReadOnlySpan<byte> plain, Span<byte> destination) => ProtectRtp(plain, destination, out _);

    /// <summary>
    /// Encrypts into <paramref name="destination"/> (the same memory from the same start, or memory apart from it) and returns the
    /// length; 0 and the reason if it may not be sent: no room, not RTP, sent before, too many sources.
    /// </summary>
    public int ProtectRtp(ReadOnlySpan<byte> plain, Span<byte> destination, out DropReason refused)
    {
        var length = plain.Length + cipher.TagLength;
        refused = DropReason.None;
        if (length > destination.Length) { refused = DropReason.TooLong; }
        else if (!PacketLayout.TryReadRtp(plain, out var headerLength, out var ssrc, out var sequenceNumber)) { refused = DropReason.NotRtp; }
        else if (TryUseIndex(ssrc, sequenceNumber, out var index, out refused)
            && !cipher.SealRtp(plain, headerLength, ssrc, index, destination[..length])) { refused = DropReason.ProtectFailed; }
        return refused == DropReason.None ? length : 0;
    }

    /// <inheritdoc cref="ProtectRtcp(ReadOnlySpan{byte}, Span{byte}, out DropReason)"/>
    public int ProtectRtcp(ReadOnlySpan<byte> plain, Span<byte> destination) => ProtectRtcp(plain, destination, out _);

    /// <summary>As <see cref="ProtectRtp(ReadOnlySpan{byte}, Span{byte}, out DropReason)"/>, for a compound RTCP packet.</summary>
    public int ProtectRtcp(ReadOnlySpan<byte> plain, Span<byte> destination, out DropReason refused)
    {
        var length = plain.Length + cipher.RtcpOverhead;
        refused = DropReason.None;
        if (length > destination.Length) { refused = DropReason.TooLong; }
        else if (!PacketLayout.TryReadRtcp(plain, out var ssrc)) { refused = DropReason.NotRtcp; }
        else if (nextRtcpIndex > MaxRtcpIndex) { refused = DropReason.KeyExhausted; }
        else if (!cipher.SealRtcp(plain, ssrc, nextRtcpIndex++, destination[..length])) { refused = DropReason.ProtectFailed; }
        return refused == DropReason.None ? length : 0;
    }

    public void Dispose() => cipher.Dispose();

    private bool TryUseIndex(uint ssrc, ushort sequenceNumber, out long index, out DropReason refused)
    {
        ref var window = ref sources.Find(ssrc);
        if (Unsafe.IsNullRef(ref window))
        {
            index = -1;
            refused = DropReason.SsrcTableFull;
            if (sources.IsFull) { return false; }
            window = ref sources.Add(ssrc);
        }
        index = PacketIndex.Estimate(window.Highest, sequenceNumber);
        refused = window.Check(index) switch
        {
            _ when index > PacketIndex.Highest => DropReason.KeyExhausted,
            WindowVerdict.Seen => DropReason.Replayed,
            WindowVerdict.TooOld => DropReason.TooOld,
            _ => DropReason.None,
        };
        if (refused != DropReason.None) { return false; }
        window.Mark(index);
        return true;
    }
}
