// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Vigil.Server.Crypto;

/// <summary>Diffie-Hellman on Curve25519 (RFC 7748) by libcrypto; .NET 10 has none of its own.</summary>
internal static partial class X25519
{
    public const int Length = 32;

    private const string LibCrypto = "libcrypto.so.3";

    /// <summary>EVP_PKEY_X25519</summary>
    private const int KeyType = 1034;

    public static byte[] PublicKey(ReadOnlySpan<byte> privateKey)
    {
        using var key = NewPrivate(KeyType, 0, privateKey, (nuint)privateKey.Length);
        var result = new byte[Length];
        var length = (nuint)Length;
        if (key.IsInvalid || GetPublic(key, result, ref length) != 1 || length != Length) { throw Failed(); }
        return result;
    }

    /// <summary>False for a public key of small order, with which nothing would be secret.</summary>
    public static bool TryAgree(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> publicKey, Span<byte> secret)
    {
        using var mine = NewPrivate(KeyType, 0, privateKey, (nuint)privateKey.Length);
        using var theirs = NewPublic(KeyType, 0, publicKey, (nuint)publicKey.Length);
        if (mine.IsInvalid || theirs.IsInvalid) { throw Failed(); }
        using var context = NewContext(mine, 0);
        var length = (nuint)secret.Length;
        if (context.IsInvalid || DeriveInit(context) != 1 || SetPeer(context, theirs) != 1) { throw Failed(); }
        if (Derive(context, secret, ref length) == 1 && length == Length) { return true; }
        ClearErrors();
        return false;
    }

    private static CryptographicException Failed()
    {
        ClearErrors();
        return new CryptographicException("libcrypto did not do X25519");
    }

    [LibraryImport(LibCrypto, EntryPoint = "EVP_PKEY_new_raw_private_key")]
    private static partial KeyHandle NewPrivate(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(LibCrypto, EntryPoint = "EVP_PKEY_new_raw_public_key")]
    private static partial KeyHandle NewPublic(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(LibCrypto, EntryPoint = "EVP_PKEY_get_raw_public_key")]
    private static partial int GetPublic(KeyHandle key, Span<byte> destination, ref nuint length);

    [LibraryImport(LibCrypto, EntryPoint = "EVP_PKEY_free")]
    private static partial void FreeKey(nint key);

    [LibraryImport(LibCrypto, EntryPoint = "EVP_PKEY_CTX_new")]
    private static partial ContextHandle NewContext(KeyHandle key, nint engine);

    [LibraryImport(LibCrypto, EntryPoint = "EVP_PKEY_CTX_free")]
    private static partial void FreeContext(nint context);

    [LibraryImport(LibCrypto, EntryPoint = "EVP_PKEY_derive_init")]
    private static partial int DeriveInit(ContextHandle context);

    [LibraryImport(LibCrypto, EntryPoint = "EVP_PKEY_derive_set_peer")]
    private static partial int SetPeer(ContextHandle context, KeyHandle peer);

    [LibraryImport(LibCrypto, EntryPoint = "EVP_PKEY_derive")]
    private static partial int Derive(ContextHandle context, Span<byte> secret, ref nuint length);

    [LibraryImport(LibCrypto, EntryPoint = "ERR_clear_error")]
    private static partial void ClearErrors();

    internal sealed class KeyHandle() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle() { FreeKey(handle); return true; }
    }

    internal sealed class ContextHandle() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle() { FreeContext(handle); return true; }
    }
}
