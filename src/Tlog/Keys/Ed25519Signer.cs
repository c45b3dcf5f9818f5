// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Vigil.Tlog.Native;

namespace Vigil.Tlog.Keys;

/// <summary>A private key in this process's memory, held by libcrypto alone. Any thread may sign.</summary>
public sealed class Ed25519Signer : ISigner, IDisposable
{
    /// <summary>RFC 8032 section 5.1.5: the private key is 32 random bytes.</summary>
    public const int SeedLength = 32;

    private readonly SafeKey _key;
    private readonly byte[] _publicKey;

    private Ed25519Signer(SafeKey key, byte[] publicKey)
    {
        _key = key;
        _publicKey = publicKey;
    }

    public ReadOnlyMemory<byte> PublicKey => _publicKey;

    /// <summary>Takes a copy of the seed; the caller zeroes its own.</summary>
    public static Ed25519Signer FromSeed(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SeedLength) { throw new ArgumentException($"an Ed25519 seed has {SeedLength} bytes", nameof(seed)); }
        var key = Libcrypto.EVP_PKEY_new_raw_private_key(Libcrypto.Ed25519, 0, seed, SeedLength);
        var publicKey = new byte[Ed25519.PublicKeyLength];
        nuint length = Ed25519.PublicKeyLength;
        if (!key.IsInvalid && Libcrypto.EVP_PKEY_get_raw_public_key(key, publicKey, ref length) == 1)
        {
            return new Ed25519Signer(key, publicKey);
        }
        key.Dispose();
        Libcrypto.ERR_clear_error();
        throw new CryptographicException("libcrypto refused the Ed25519 seed");
    }

    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        var signature = new byte[Ed25519.SignatureLength];
        nuint length = Ed25519.SignatureLength;
        using var digest = Libcrypto.EVP_MD_CTX_new();
        if (!digest.IsInvalid
            && Libcrypto.EVP_DigestSignInit(digest, 0, 0, 0, _key) == 1
            && Libcrypto.EVP_DigestSign(digest, signature, ref length, message, (nuint)message.Length) == 1
            && length == Ed25519.SignatureLength)
        {
            return signature;
        }
        Libcrypto.ERR_clear_error();
        throw new CryptographicException("libcrypto did not sign");
    }

    public void Dispose() => _key.Dispose();

    public override string ToString() => nameof(Ed25519Signer);
}
