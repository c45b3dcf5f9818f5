// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;

namespace Vigil.Server.Crypto;

/// <summary>The few functions of libcrypto (OpenSSL 3) that verifying an Ed25519 signature needs.</summary>
internal static partial class Native
{
    private const string LibCrypto = "libcrypto.so.3";

    /// <summary>EVP_PKEY_ED25519</summary>
    public const int Ed25519KeyType = 1087;

    [LibraryImport(LibCrypto, EntryPoint = "EVP_PKEY_new_raw_public_key")]
    public static partial PublicKeyHandle NewRawPublicKey(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(LibCrypto, EntryPoint = "EVP_PKEY_free")]
    private static partial void FreeKey(nint key);

    [LibraryImport(LibCrypto, EntryPoint = "EVP_MD_CTX_new")]
    public static partial DigestContextHandle NewDigestContext();

    [LibraryImport(LibCrypto, EntryPoint = "EVP_MD_CTX_free")]
    private static partial void FreeDigestContext(nint context);

    [LibraryImport(LibCrypto, EntryPoint = "EVP_DigestVerifyInit")]
    public static partial int DigestVerifyInit(DigestContextHandle context, nint keyContext, nint digest, nint engine, PublicKeyHandle key);

    [LibraryImport(LibCrypto, EntryPoint = "EVP_DigestVerify")]
    public static partial int DigestVerify(
        DigestContextHandle context, ReadOnlySpan<byte> signature, nuint signatureLength, ReadOnlySpan<byte> message, nuint messageLength);

    [LibraryImport(LibCrypto, EntryPoint = "ERR_clear_error")]
    public static partial void ClearErrors();

    internal sealed class PublicKeyHandle() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle() { FreeKey(handle); return true; }
    }

    internal sealed class DigestContextHandle() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle() { FreeDigestContext(handle); return true; }
    }
}
