// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using Vigil.Server.Crypto;

namespace Vigil.Server.Tests.Support;

/// <summary>A real Ed25519 key pair that signs, as a browser would.</summary>
internal sealed partial class KeyPair
{
    private const string LibCrypto = "libcrypto.so.3";
    private const int Ed25519KeyType = 1087;

    private readonly byte[] _seed;

    public KeyPair(byte[] seed)
    {
        _seed = seed;
        var key = NewRawPrivateKey(Ed25519KeyType, 0, seed, (nuint)seed.Length);
        var publicKey = new byte[PublicKey.Length];
        nuint length = PublicKey.Length;
        Assert.Equal(1, GetRawPublicKey(key, publicKey, ref length));
        FreeKey(key);
        Public = new PublicKey(publicKey);
    }

    public PublicKey Public { get; }

    public static KeyPair Random() => new(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));

    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        var key = NewRawPrivateKey(Ed25519KeyType, 0, _seed, (nuint)_seed.Length);
        var context = NewDigestContext();
        var signature = new byte[Signature.Length];
        nuint length = Signature.Length;
        Assert.Equal(1, DigestSignInit(context, 0, 0, 0, key));
        Assert.Equal(1, DigestSign(context, signature, ref length, message, (nuint)message.Length));
        FreeDigestContext(context);
        FreeKey(key);
        return signature;
    }

    [LibraryImport(LibCrypto, EntryPoint = "EVP_PKEY_new_raw_private_key")]
    private static partial nint NewRawPrivateKey(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(LibCrypto, EntryPoint = "EVP_PKEY_get_raw_public_key")]
    private static partial int GetRawPublicKey(nint key, Span<byte> destination, ref nuint length);

    [LibraryImport(LibCrypto, EntryPoint = "EVP_PKEY_free")]
    private static partial void FreeKey(nint key);

    [LibraryImport(LibCrypto, EntryPoint = "EVP_MD_CTX_new")]
    private static partial nint NewDigestContext();

    [LibraryImport(LibCrypto, EntryPoint = "EVP_MD_CTX_free")]
    private static partial void FreeDigestContext(nint context);

    [LibraryImport(LibCrypto, EntryPoint = "EVP_DigestSignInit")]
    private static partial int DigestSignInit(nint context, nint keyContext, nint digest, nint engine, nint key);

    [LibraryImport(LibCrypto, EntryPoint = "EVP_DigestSign")]
    private static partial int DigestSign(nint context, Span<byte> signature, ref nuint signatureLength, ReadOnlySpan<byte> message, nuint messageLength);
}
