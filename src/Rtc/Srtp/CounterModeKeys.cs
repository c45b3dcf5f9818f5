// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Security.Cryptography;
using Vigil.Rtc.Native;

namespace Vigil.Rtc.Srtp;

/// <summary>The session keys of AES128_CM_HMAC_SHA1_80 for either RTP or RTCP: a key stream and a tag, each with a kept context.</summary>
internal sealed class CounterModeKeys : IDisposable
{
    public const int AuthenticationKeyLength = 20;
    public const int TagLength = 10;
    private const int Sha1Length = 20;

    private readonly CtrCipher cipher;
    private readonly IncrementalHash hmac;
    private readonly byte[] salt;

    public CounterModeKeys(ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt, KeyLabel encryption, KeyLabel authentication, KeyLabel saltLabel)
    {
        Span<byte> key = stackalloc byte[SrtpProfileLengths.Key];
        Span<byte> authenticationKey = stackalloc byte[AuthenticationKeyLength];
        salt = GC.AllocateArray<byte>(SrtpProfileLengths.LongestSalt, pinned: true);
        KeyDerivation.Derive(masterKey, masterSalt, encryption, key);
        KeyDerivation.Derive(masterKey, masterSalt, authentication, authenticationKey);
        KeyDerivation.Derive(masterKey, masterSalt, saltLabel, salt);
        cipher = new CtrCipher(key);
        hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, authenticationKey);
        CryptographicOperations.ZeroMemory(key);
        CryptographicOperations.ZeroMemory(authenticationKey);
    }

    /// <summary>RFC 3711 section 4.1.1: counter = salt * 2^16 XOR SSRC * 2^64 XOR index * 2^16.</summary>
    public bool Encrypt(uint ssrc, long index, ReadOnlySpan<byte> input, Span<byte> output)
    {
        Span<byte> counter = stackalloc byte[CtrCipher.BlockLength];
        counter.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(counter[4..], ssrc);
        BinaryPrimitives.WriteInt64BigEndian(counter[8..], index << 16);
        for (var i = 0; i < salt.Length; i++) { counter[i] ^= salt[i]; }
        return cipher.Apply(counter, input, output);
    }

    /// <summary>RFC 3711 section 4.2: HMAC-SHA1 over both parts, cut to 80 bits.</summary>
    public void WriteTag(ReadOnlySpan<byte> data, ReadOnlySpan<byte> suffix, Span<byte> tag)
    {
        Span<byte> full = stackalloc byte[Sha1Length];
        hmac.AppendData(data);
        hmac.AppendData(suffix);
        hmac.GetHashAndReset(full);
        full[..TagLength].CopyTo(tag);
    }

    public bool IsAuthentic(ReadOnlySpan<byte> data, ReadOnlySpan<byte> suffix, ReadOnlySpan<byte> tag)
    {
        Span<byte> expected = stackalloc byte[TagLength];
        WriteTag(data, suffix, expected);
        return CryptographicOperations.FixedTimeEquals(expected, tag);
    }

    public void Dispose()
    {
        cipher.Dispose();
        hmac.Dispose();
        CryptographicOperations.ZeroMemory(salt);
    }
}
