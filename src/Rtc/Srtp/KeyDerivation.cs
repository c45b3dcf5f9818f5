// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Vigil.Rtc.Native;

namespace Vigil.Rtc.Srtp;

/// <summary>What a session key is for (RFC 3711 section 4.3.2).</summary>
internal enum KeyLabel : byte
{
    RtpEncryption = 0,
    RtpAuthentication = 1,
    RtpSalt = 2,
    RtcpEncryption = 3,
    RtcpAuthentication = 4,
    RtcpSalt = 5,
}

/// <summary>Session keys from a master key by AES in counter mode (RFC 3711 section 4.3); the same for both profiles (RFC 7714 section 11).</summary>
internal static class KeyDerivation
{
    private const int LabelOffset = 7;

    /// <summary>Fills <paramref name="sessionKey"/>. The key derivation rate is zero: keys are derived once.</summary>
    public static void Derive(ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt, KeyLabel label, Span<byte> sessionKey)
    {
        // x = key_id XOR master_salt, 112 bits, then 16 zero bits for the counter. A 96-bit salt is padded with zeros on the right.
        Span<byte> counter = stackalloc byte[CtrCipher.BlockLength];
        counter.Clear();
        masterSalt.CopyTo(counter);
        counter[LabelOffset] ^= (byte)label;

        using var cipher = new CtrCipher(masterKey);
        sessionKey.Clear();
        var derived = cipher.Apply(counter, sessionKey, sessionKey);
        CryptographicOperations.ZeroMemory(counter);
        if (!derived) { throw new CryptographicException("libcrypto failed to derive a session key"); }
    }
}
