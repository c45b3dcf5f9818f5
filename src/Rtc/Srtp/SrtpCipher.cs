// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Vigil.Rtc.Srtp;

/// <summary>One profile's transformation in one direction, keys inside, no memory of packets. One thread at a time.</summary>
internal abstract class SrtpCipher : IDisposable
{
    /// <summary>First bit of the SRTCP index word: the packet is encrypted (RFC 3711 section 3.4).</summary>
    protected const uint EncryptedBit = 0x8000_0000;

    public abstract int TagLength { get; }

    public int RtcpOverhead => TagLength + PacketLayout.RtcpIndexLength;

    /// <summary>Derives the session keys; <paramref name="encrypt"/> tells a sender's cipher from a receiver's.</summary>
    public static SrtpCipher Create(SrtpProfile profile, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt, bool encrypt)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(masterKey.Length, SrtpProfileLengths.Key);
        ArgumentOutOfRangeException.ThrowIfNotEqual(masterSalt.Length, profile.Salt());
        return profile == SrtpProfile.AeadAes128Gcm
            ? GcmSrtpCipher.FromMasterKey(masterKey, masterSalt, encrypt)
            : CounterModeSrtpCipher.FromMasterKey(masterKey, masterSalt);
    }

    /// <summary>Encrypts into <paramref name="destination"/>, which is exactly <see cref="TagLength"/> longer.</summary>
    public abstract bool SealRtp(ReadOnlySpan<byte> plain, int headerLength, uint ssrc, long index, Span<byte> destination);

    /// <summary>Verifies and decrypts in place. False if the tag is wrong: then the payload is unusable.</summary>
    public abstract bool OpenRtp(Span<byte> packet, int headerLength, uint ssrc, long index);

    /// <summary>Encrypts into <paramref name="destination"/>, which is exactly <see cref="RtcpOverhead"/> longer.</summary>
    public abstract bool SealRtcp(ReadOnlySpan<byte> plain, uint ssrc, uint index, Span<byte> destination);

    /// <summary>Verifies and decrypts in place a packet whose index <see cref="TryReadRtcpIndex"/> gave.</summary>
    public abstract bool OpenRtcp(Span<byte> packet, uint ssrc, uint index);

    /// <summary>False if the sender left the packet in clear: authentic, but nothing in WebRTC may send it so (RFC 8827 section 6.5).</summary>
    public bool TryReadRtcpIndex(ReadOnlySpan<byte> packet, out uint index)
    {
        var word = BinaryPrimitives.ReadUInt32BigEndian(packet[RtcpIndexOffset(packet.Length)..]);
        index = word & ~EncryptedBit;
        return (word & EncryptedBit) != 0;
    }

    public abstract void Dispose();

    /// <summary>GCM puts the index after the tag, counter mode before it.</summary>
    protected abstract int RtcpIndexOffset(int packetLength);

    /// <summary>A pinned copy, so that <see cref="CryptographicOperations.ZeroMemory"/> wipes the only one.</summary>
    protected static byte[] Keep(ReadOnlySpan<byte> secret)
    {
        var kept = GC.AllocateUninitializedArray<byte>(secret.Length, pinned: true);
        secret.CopyTo(kept);
        return kept;
    }
}
