// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Vigil.Rtc.Native;

/// <summary>Owns one EVP_CIPHER_CTX with its key set for good; freeing it wipes the key.</summary>
internal sealed class CipherHandle : SafeHandle
{
    public CipherHandle() : base(0, ownsHandle: true) { }

    public override bool IsInvalid => handle == 0;

    /// <summary>The raw pointer for the packet path. The caller keeps this object alive past its last use.</summary>
    public nint Pointer => handle;

    /// <summary>A context for <paramref name="cipher"/> whose key never changes; each packet sets only the IV.</summary>
    /// <exception cref="CryptographicException">libcrypto refused: out of memory or the cipher is disabled.</exception>
    public static CipherHandle Create(nint cipher, ReadOnlySpan<byte> key, bool encrypt)
    {
        var created = new CipherHandle();
        created.SetHandle(LibCrypto.EVP_CIPHER_CTX_new());
        if (created.IsInvalid || LibCrypto.EVP_CipherInit_ex(created.Pointer, cipher, 0, key, default, encrypt ? 1 : 0) != 1)
        {
            created.Dispose();
            throw new CryptographicException("libcrypto refused the cipher");
        }
        return created;
    }

    protected override bool ReleaseHandle()
    {
        LibCrypto.EVP_CIPHER_CTX_free(handle);
        return true;
    }
}
