// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;

namespace Vigil.Server.Crypto;

/// <summary>
/// HPKE (RFC 9180), base mode, one message without AAD: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM. What is sealed is
/// <c>enc || ciphertext</c>. Primitives are the platform's; what is here is the RFC's key schedule.
/// </summary>
internal static class Hpke
{
    private const int HashLength = 32;
    private const int KeyLength = 16;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int Overhead = X25519.Length + TagLength;

    private static ReadOnlySpan<byte> Version => "HPKE-v1"u8;

    /// <summary>"KEM" and DHKEM(X25519, HKDF-SHA256)</summary>
    private static readonly byte[] KemSuite = [.. "KEM"u8, 0x00, 0x20];

    /// <summary>"HPKE", that KEM, HKDF-SHA256, AES-128-GCM</summary>
    private static readonly byte[] Suite = [.. "HPKE"u8, 0x00, 0x20, 0x00, 0x01, 0x00, 0x01];

    /// <summary>Null for a recipient's key with which nothing would be secret.</summary>
    public static byte[]? Seal(ReadOnlySpan<byte> recipient, ReadOnlySpan<byte> info, ReadOnlySpan<byte> plaintext)
    {
        Span<byte> ephemeral = stackalloc byte[X25519.Length];
        RandomNumberGenerator.Fill(ephemeral);
        return Seal(ephemeral, recipient, info, plaintext);
    }

    /// <summary>With a given ephemeral key, for the RFC's own vectors.</summary>
    internal static byte[]? Seal(ReadOnlySpan<byte> ephemeral, ReadOnlySpan<byte> recipient, ReadOnlySpan<byte> info, ReadOnlySpan<byte> plaintext)
    {
        Span<byte> dh = stackalloc byte[X25519.Length];
        if (!X25519.TryAgree(ephemeral, recipient, dh)) { return null; }
        var enc = X25519.PublicKey(ephemeral);
        var (key, nonce) = Schedule(SharedSecret(dh, enc, recipient), info);
        var result = new byte[Overhead + plaintext.Length];
        enc.CopyTo(result, 0);
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(nonce, plaintext, result.AsSpan(enc.Length, plaintext.Length), result.AsSpan(enc.Length + plaintext.Length));
        return result;
    }

    /// <summary>Null if it was sealed to another key, for another purpose, or changed.</summary>
    public static byte[]? Open(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> info, ReadOnlySpan<byte> message)
    {
        if (message.Length < Overhead) { return null; }
        var enc = message[..X25519.Length];
        Span<byte> dh = stackalloc byte[X25519.Length];
        if (!X25519.TryAgree(privateKey, enc, dh)) { return null; }
        var (key, nonce) = Schedule(SharedSecret(dh, enc, X25519.PublicKey(privateKey)), info);
        var plaintext = new byte[message.Length - Overhead];
        using var aes = new AesGcm(key, TagLength);
        try { aes.Decrypt(nonce, message[X25519.Length..^TagLength], message[^TagLength..], plaintext); }
        catch (AuthenticationTagMismatchException) { return null; }
        return plaintext;
    }

    /// <summary>ExtractAndExpand of DHKEM (section 4.1).</summary>
    private static byte[] SharedSecret(ReadOnlySpan<byte> dh, ReadOnlySpan<byte> enc, ReadOnlySpan<byte> recipient) =>
        Expand(KemSuite, Extract(KemSuite, [], "eae_prk", dh), "shared_secret", [.. enc, .. recipient], HashLength);

    /// <summary>KeySchedule (section 5.1), mode_base, no PSK; the nonce of the first message is the base nonce.</summary>
    private static (byte[] Key, byte[] Nonce) Schedule(byte[] sharedSecret, ReadOnlySpan<byte> info)
    {
        byte[] context = [0x00, .. Extract(Suite, [], "psk_id_hash", []), .. Extract(Suite, [], "info_hash", info)];
        var secret = Extract(Suite, sharedSecret, "secret", []);
        return (Expand(Suite, secret, "key", context, KeyLength), Expand(Suite, secret, "base_nonce", context, NonceLength));
    }

    private static byte[] Extract(byte[] suite, byte[] salt, string label, ReadOnlySpan<byte> keyMaterial) =>
        HKDF.Extract(HashAlgorithmName.SHA256, [.. Version, .. suite, .. Encoding.ASCII.GetBytes(label), .. keyMaterial], salt);

    private static byte[] Expand(byte[] suite, byte[] secret, string label, ReadOnlySpan<byte> info, int length) =>
        HKDF.Expand(HashAlgorithmName.SHA256, secret, length, [0, (byte)length, .. Version, .. suite, .. Encoding.ASCII.GetBytes(label), .. info]);
}
