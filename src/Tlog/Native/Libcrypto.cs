// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;

namespace Vigil.Tlog.Native;

/// <summary>The dozen functions of OpenSSL 3's libcrypto that Ed25519 needs; .NET 10 has none of its own.</summary>
internal static unsafe partial class Libcrypto
{
    private const string Library = "libcrypto.so.3";

    /// <summary>NID_ED25519 of openssl/obj_mac.h, also EVP_PKEY_ED25519.</summary>
    public const int Ed25519 = 1087;

    [LibraryImport(Library)]
    public static partial SafeKey EVP_PKEY_new_raw_private_key(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Library)]
    public static partial SafeKey EVP_PKEY_new_raw_public_key(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Library)]
    public static partial int EVP_PKEY_get_raw_public_key(SafeKey key, Span<byte> destination, ref nuint length);

    [LibraryImport(Library)]
    public static partial void EVP_PKEY_free(nint key);

    [LibraryImport(Library)]
    public static partial SafeDigest EVP_MD_CTX_new();

    [LibraryImport(Library)]
    public static partial void EVP_MD_CTX_free(nint context);

    [LibraryImport(Library)]
    public static partial int EVP_DigestSignInit(SafeDigest context, nint keyContext, nint digest, nint engine, SafeKey key);

    [LibraryImport(Library)]
    public static partial int EVP_DigestVerifyInit(SafeDigest context, nint keyContext, nint digest, nint engine, SafeKey key);

    [LibraryImport(Library)]
    public static partial int EVP_DigestSign(
        SafeDigest context, Span<byte> signature, ref nuint signatureLength, ReadOnlySpan<byte> message, nuint messageLength);

    [LibraryImport(Library)]
    public static partial int EVP_DigestVerify(
        SafeDigest context, ReadOnlySpan<byte> signature, nuint signatureLength, ReadOnlySpan<byte> message, nuint messageLength);

    /// <summary>Failures leave entries in the thread's error queue; they are expected here and must not surface elsewhere.</summary>
    [LibraryImport(Library)]
    public static partial void ERR_clear_error();
}
