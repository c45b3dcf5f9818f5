// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;

namespace Vigil.Sfu.Tests.Harness;

/// <summary>What a DTLS client needs of libssl.</summary>
internal static partial class NativeSsl
{
    public const int EllipticCurveKey = 408; // EVP_PKEY_EC
    public const int MemoryEofReturn = 130; // BIO_C_SET_BUF_MEM_EOF_RETURN

    [LibraryImport("libssl.so.3")]
    public static partial nint DTLS_client_method();

    [LibraryImport("libssl.so.3")]
    public static partial nint SSL_CTX_new(nint method);

    [LibraryImport("libssl.so.3")]
    public static partial void SSL_CTX_free(nint context);

    [LibraryImport("libssl.so.3")]
    public static partial int SSL_CTX_use_certificate_ASN1(nint context, int length, byte[] der);

    [LibraryImport("libssl.so.3")]
    public static partial int SSL_CTX_use_PrivateKey_ASN1(int type, nint context, byte[] der, nint length);

    [LibraryImport("libssl.so.3", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SSL_CTX_set_tlsext_use_srtp(nint context, string profiles);

    [LibraryImport("libssl.so.3")]
    public static partial nint SSL_new(nint context);

    [LibraryImport("libssl.so.3")]
    public static partial void SSL_free(nint ssl);

    [LibraryImport("libssl.so.3")]
    public static partial void SSL_set_bio(nint ssl, nint input, nint output);

    [LibraryImport("libssl.so.3")]
    public static partial void SSL_set_connect_state(nint ssl);

    [LibraryImport("libssl.so.3")]
    public static partial int SSL_do_handshake(nint ssl);

    [LibraryImport("libssl.so.3")]
    public static partial int SSL_read(nint ssl, byte[] buffer, int length);

    [LibraryImport("libssl.so.3")]
    public static partial int SSL_shutdown(nint ssl);

    [LibraryImport("libssl.so.3")]
    public static partial int SSL_get_shutdown(nint ssl);

    [LibraryImport("libssl.so.3", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SSL_export_keying_material(
        nint ssl, byte[] material, nuint length, string label, nuint labelLength, nint context, nuint contextLength, int useContext);

    [LibraryImport("libcrypto.so.3")]
    public static partial nint BIO_s_mem();

    [LibraryImport("libcrypto.so.3")]
    public static partial nint BIO_new(nint method);

    [LibraryImport("libcrypto.so.3")]
    public static partial nint BIO_ctrl(nint bio, int command, nint number, nint pointer);

    [LibraryImport("libcrypto.so.3")]
    public static partial int BIO_write(nint bio, byte[] data, int length);

    [LibraryImport("libcrypto.so.3")]
    public static partial int BIO_read(nint bio, byte[] data, int length);
}
