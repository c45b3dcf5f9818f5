// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;

namespace Vigil.Rtc.Native;

/// <summary>The part of OpenSSL 3's libcrypto that the packet path needs. Names are OpenSSL's own.</summary>
internal static partial class LibCrypto
{
    private const string Library = "libcrypto.so.3";

    public const int EVP_CTRL_AEAD_GET_TAG = 0x10;
    public const int EVP_CTRL_AEAD_SET_TAG = 0x11;

    [LibraryImport(Library)]
    public static partial nint EVP_aes_128_gcm();

    [LibraryImport(Library)]
    public static partial nint EVP_aes_128_ctr();

    [LibraryImport(Library)]
    public static partial nint EVP_CIPHER_CTX_new();

    /// <summary>Also wipes the key schedule.</summary>
    [LibraryImport(Library)]
    public static partial void EVP_CIPHER_CTX_free(nint context);

    /// <summary>With cipher 0 and an empty key only the IV changes; <paramref name="encrypt"/> -1 keeps the direction.</summary>
    [LibraryImport(Library)]
    public static partial int EVP_CipherInit_ex(nint context, nint cipher, nint engine, ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, int encrypt);

    /// <summary>An empty <paramref name="output"/> means the input is additional authenticated data.</summary>
    [LibraryImport(Library)]
    public static partial int EVP_CipherUpdate(nint context, Span<byte> output, out int written, ReadOnlySpan<byte> input, int inputLength);

    [LibraryImport(Library)]
    public static partial int EVP_CipherFinal_ex(nint context, Span<byte> output, out int written);

    [LibraryImport(Library)]
    public static partial int EVP_CIPHER_CTX_ctrl(nint context, int type, int argument, Span<byte> pointer);

    /// <summary>Empties this thread's error queue: a stale entry would be read as the cause of a later failure.</summary>
    [LibraryImport(Library)]
    public static partial void ERR_clear_error();

    public const int BIO_CTRL_RESET = 1;
    public const int BIO_CTRL_INFO = 3;
    public const int BIO_C_SET_BUF_MEM_EOF_RETURN = 130;

    [LibraryImport(Library)]
    public static partial nint BIO_s_mem();

    [LibraryImport(Library)]
    public static partial nint BIO_new(nint method);

    [LibraryImport(Library)]
    public static partial int BIO_free(nint bio);

    [LibraryImport(Library)]
    public static partial int BIO_write(nint bio, ReadOnlySpan<byte> data, int length);

    [LibraryImport(Library)]
    public static partial int BIO_read(nint bio, Span<byte> data, int length);

    [LibraryImport(Library)]
    public static partial nint BIO_ctrl(nint bio, int command, nint number, nint pointer);

    /// <summary>With <see cref="BIO_CTRL_INFO"/>: the unread bytes of a memory BIO, where they lie.</summary>
    [LibraryImport(Library)]
    public static partial nint BIO_ctrl(nint bio, int command, nint number, out nint pointer);

    [LibraryImport(Library)]
    public static partial void X509_free(nint certificate);

    /// <summary>With a pointer to 0: allocates the DER encoding; free it with <see cref="CRYPTO_free"/>.</summary>
    [LibraryImport(Library)]
    public static partial int i2d_X509(nint certificate, ref nint der);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void CRYPTO_free(nint pointer, string file, int line);
}
