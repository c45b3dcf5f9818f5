// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Security.Cryptography;
using Vigil.Rtc.Native;

namespace Vigil.Rtc.Srtp;

/// <summary>AEAD_AES_128_GCM (RFC 7714).</summary>
internal sealed class GcmSrtpCipher : SrtpCipher
{
    private readonly GcmCipher rtp;
    private readonly GcmCipher rtcp;
    private readonly byte[] rtpSalt;
    private readonly byte[] rtcpSalt;

    /// <summary>From session keys; products come from <see cref="FromMasterKey"/>.</summary>
    public GcmSrtpCipher(ReadOnlySpan<byte> rtpKey, ReadOnlySpan<byte> rtpSalt, ReadOnlySpan<byte> rtcpKey, ReadOnlySpan<byte> rtcpSalt, bool encrypt)
    {
        rtp = new GcmCipher(rtpKey, encrypt);
        rtcp = new GcmCipher(rtcpKey, encrypt);
        this.rtpSalt = Keep(rtpSalt);
        this.rtcpSalt = Keep(rtcpSalt);
    }

    public override int TagLength => GcmCipher.TagLength;

    public static GcmSrtpCipher FromMasterKey(ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt, bool encrypt)
    {
        const int key = SrtpProfileLengths.Key;
        const int salt = GcmCipher.IvLength;
        Span<byte> keys = stackalloc byte[2 * (key + salt)];
        var rtpKey = keys[..key];
        var rtcpKey = keys.Slice(key, key);
        var rtpSalt = keys.Slice(2 * key, salt);
        var rtcpSalt = keys.Slice((2 * key) + salt, salt);
        KeyDerivation.Derive(masterKey, masterSalt, KeyLabel.RtpEncryption, rtpKey);
        KeyDerivation.Derive(masterKey, masterSalt, KeyLabel.RtpSalt, rtpSalt);
        KeyDerivation.Derive(masterKey, masterSalt, KeyLabel.RtcpEncryption, rtcpKey);
        KeyDerivation.Derive(masterKey, masterSalt, KeyLabel.RtcpSalt, rtcpSalt);
        var cipher = new GcmSrtpCipher(rtpKey, rtpSalt, rtcpKey, rtcpSalt, encrypt);
        CryptographicOperations.ZeroMemory(keys);
        return cipher;
    }

    public override bool SealRtp(ReadOnlySpan<byte> plain, int headerLength, uint ssrc, long index, Span<byte> destination)
    {
        Span<byte> iv = stackalloc byte[GcmCipher.IvLength];
        WriteRtpIv(ssrc, index, iv);
        var header = plain[..headerLength];
        header.CopyTo(destination);
        return rtp.Seal(iv, header, default, plain[headerLength..], destination[headerLength..^TagLength], destination[^TagLength..]);
    }

    public override bool OpenRtp(Span<byte> packet, int headerLength, uint ssrc, long index)
    {
        Span<byte> iv = stackalloc byte[GcmCipher.IvLength];
        WriteRtpIv(ssrc, index, iv);
        return rtp.Open(iv, packet[..headerLength], default, packet[headerLength..^TagLength], packet[^TagLength..]);
    }

    public override bool SealRtcp(ReadOnlySpan<byte> plain, uint ssrc, uint index, Span<byte> destination)
    {
        Span<byte> iv = stackalloc byte[GcmCipher.IvLength];
        WriteRtcpIv(ssrc, index, iv);
        // RFC 7714 section 9.2: the index word is authenticated too, as if it followed the header.
        var clear = plain[..PacketLayout.RtcpClearLength];
        var word = destination[RtcpIndexOffset(destination.Length)..];
        clear.CopyTo(destination);
        BinaryPrimitives.WriteUInt32BigEndian(word, EncryptedBit | index);
        var end = plain.Length;
        return rtcp.Seal(iv, clear, word, plain[clear.Length..], destination[clear.Length..end], destination.Slice(end, TagLength));
    }

    public override bool OpenRtcp(Span<byte> packet, uint ssrc, uint index)
    {
        Span<byte> iv = stackalloc byte[GcmCipher.IvLength];
        WriteRtcpIv(ssrc, index, iv);
        var end = packet.Length - RtcpOverhead;
        var clear = packet[..PacketLayout.RtcpClearLength];
        return rtcp.Open(iv, clear, packet[^PacketLayout.RtcpIndexLength..], packet[clear.Length..end], packet.Slice(end, TagLength));
    }

    public override void Dispose()
    {
        rtp.Dispose();
        rtcp.Dispose();
        CryptographicOperations.ZeroMemory(rtpSalt);
        CryptographicOperations.ZeroMemory(rtcpSalt);
    }

    protected override int RtcpIndexOffset(int packetLength) => packetLength - PacketLayout.RtcpIndexLength;

    /// <summary>RFC 7714 section 8.1: 00 00, SSRC, rollover counter, sequence number, all XOR salt.</summary>
    private void WriteRtpIv(uint ssrc, long index, Span<byte> iv)
    {
        BinaryPrimitives.WriteUInt16BigEndian(iv, 0);
        BinaryPrimitives.WriteUInt32BigEndian(iv[2..], ssrc);
        BinaryPrimitives.WriteUInt32BigEndian(iv[6..], PacketIndex.RolloverCounter(index));
        BinaryPrimitives.WriteUInt16BigEndian(iv[10..], (ushort)index);
        Xor(iv, rtpSalt);
    }

    /// <summary>RFC 7714 section 9.1: 00 00, SSRC, 00 00, 31-bit index, all XOR salt.</summary>
    private void WriteRtcpIv(uint ssrc, uint index, Span<byte> iv)
    {
        BinaryPrimitives.WriteUInt16BigEndian(iv, 0);
        BinaryPrimitives.WriteUInt32BigEndian(iv[2..], ssrc);
        BinaryPrimitives.WriteUInt16BigEndian(iv[6..], 0);
        BinaryPrimitives.WriteUInt32BigEndian(iv[8..], index);
        Xor(iv, rtcpSalt);
    }

    private static void Xor(Span<byte> iv, ReadOnlySpan<byte> salt)
    {
        for (var i = 0; i < GcmCipher.IvLength; i++) { iv[i] ^= salt[i]; }
    }
}
