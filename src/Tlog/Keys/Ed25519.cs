// SPDX-License-Identifier: Apache-2.0
using Vigil.Tlog.Native;

namespace Vigil.Tlog.Keys;

/// <summary>Ed25519 verification as libcrypto does it.</summary>
/// <remarks>
/// OpenSSL's rule, pinned by the CCTV vectors in the tests: the equation without cofactor; S must be below the group's order; R is
/// compared by its bytes, so a non-canonical R never passes; A may be of low order or non-canonical. Who holds the key makes the
/// key, so none of the accepted oddities lets anybody else sign.
/// </remarks>
public static class Ed25519
{
    public const int PublicKeyLength = 32;
    public const int SignatureLength = 64;

    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != PublicKeyLength || signature.Length != SignatureLength) { return false; }
        using var key = Libcrypto.EVP_PKEY_new_raw_public_key(Libcrypto.Ed25519, 0, publicKey, PublicKeyLength);
        using var digest = Libcrypto.EVP_MD_CTX_new();
        var valid = !key.IsInvalid && !digest.IsInvalid
            && Libcrypto.EVP_DigestVerifyInit(digest, 0, 0, 0, key) == 1
            && Libcrypto.EVP_DigestVerify(digest, signature, SignatureLength, message, (nuint)message.Length) == 1;
        if (!valid) { Libcrypto.ERR_clear_error(); }
        return valid;
    }
}
