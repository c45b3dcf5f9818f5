// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;

namespace Vigil.Rtc.Native;

/// <summary>AES-128-GCM in one direction with a kept context: per packet only the IV is set. One thread at a time.</summary>
internal sealed class GcmCipher(ReadOnlySpan<byte> key, bool encrypt) : IDisposable
{
    public const int IvLength = 12;
    public const int TagLength = 16;
    private const int KeepDirection = -1;

    private readonly CipherHandle context = CipherHandle.Create(LibCrypto.EVP_aes_128_gcm(), key, encrypt);

    /// <summary>Encrypts into <paramref name="output"/> (same start as the plaintext, or apart from it). Both AAD parts may be empty.</summary>
    public bool Seal(ReadOnlySpan<byte> iv, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> moreAad, ReadOnlySpan<byte> plain, Span<byte> output, Span<byte> tag)
    {
        var done = Process(iv, aad, moreAad, plain, output)
            && LibCrypto.EVP_CipherFinal_ex(context.Pointer, default, out _) == 1
            && LibCrypto.EVP_CIPHER_CTX_ctrl(context.Pointer, LibCrypto.EVP_CTRL_AEAD_GET_TAG, TagLength, tag) == 1;
        GC.KeepAlive(context);
        return done;
    }

    /// <summary>Decrypts in place. False for a wrong tag (compared in constant time by libcrypto): then nothing readable is left in <paramref name="data"/>.</summary>
    public bool Open(ReadOnlySpan<byte> iv, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> moreAad, Span<byte> data, Span<byte> tag)
    {
        var authentic = Process(iv, aad, moreAad, data, data)
            && LibCrypto.EVP_CIPHER_CTX_ctrl(context.Pointer, LibCrypto.EVP_CTRL_AEAD_SET_TAG, TagLength, tag) == 1
            && LibCrypto.EVP_CipherFinal_ex(context.Pointer, default, out _) == 1;
        GC.KeepAlive(context);
        if (!authentic) { data.Clear(); }
        return authentic;
    }

    public void Dispose() => context.Dispose();

    private bool Process(ReadOnlySpan<byte> iv, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> moreAad, ReadOnlySpan<byte> input, Span<byte> output)
    {
        Debug.Assert(iv.Length == IvLength && output.Length >= input.Length);
        return LibCrypto.EVP_CipherInit_ex(context.Pointer, 0, 0, default, iv, KeepDirection) == 1
            && Authenticate(aad)
            && (moreAad.IsEmpty || Authenticate(moreAad))
            && (input.IsEmpty || LibCrypto.EVP_CipherUpdate(context.Pointer, output, out _, input, input.Length) == 1);
    }

    private bool Authenticate(ReadOnlySpan<byte> aad)
        => LibCrypto.EVP_CipherUpdate(context.Pointer, default, out _, aad, aad.Length) == 1;
}
