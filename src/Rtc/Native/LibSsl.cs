// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;

namespace Vigil.Rtc.Native;

/// <summary>The part of OpenSSL 3's libssl that a DTLS 1.2 server needs. Names are OpenSSL's own; its macros are their controls.</summary>
internal static partial class LibSsl
{
    private const string Library = "libssl.so.3";

    public const int DTLS1_2_VERSION = 0xFEFD;
    public const int EVP_PKEY_EC = 408;

    public const int SSL_CTRL_SET_MTU = 17;
    public const int SSL_CTRL_SET_SESS_CACHE_MODE = 44;
    public const int SSL_CTRL_SET_MAX_CERT_LIST = 51;
    public const int DTLS_CTRL_GET_TIMEOUT = 73;
    public const int DTLS_CTRL_HANDLE_TIMEOUT = 74;
    public const int SSL_CTRL_SET_GROUPS_LIST = 92;
    public const int SSL_CTRL_GET_EXTMS_SUPPORT = 122;
    public const int SSL_CTRL_SET_MIN_PROTO_VERSION = 123;
    public const int SSL_CTRL_SET_MAX_PROTO_VERSION = 124;

    public const ulong SSL_OP_NO_QUERY_MTU = 1UL << 12;
    public const ulong SSL_OP_NO_TICKET = 1UL << 14;
    public const ulong SSL_OP_CIPHER_SERVER_PREFERENCE = 1UL << 22;
    public const ulong SSL_OP_NO_RENEGOTIATION = 1UL << 30;

    public const int SSL_VERIFY_PEER = 1;
    public const int SSL_VERIFY_FAIL_IF_NO_PEER_CERT = 2;

    public const int SSL_ERROR_WANT_READ = 2;
    public const int SSL_ERROR_SYSCALL = 5;
    public const int SSL_ERROR_ZERO_RETURN = 6;

    [LibraryImport(Library)]
    public static partial nint DTLS_server_method();

    [LibraryImport(Library)]
    public static partial nint SSL_CTX_new(nint method);

    [LibraryImport(Library)]
    public static partial void SSL_CTX_free(nint context);

    [LibraryImport(Library)]
    public static partial nint SSL_CTX_ctrl(SslContextHandle context, int command, nint number, nint pointer);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint SSL_CTX_ctrl(SslContextHandle context, int command, nint number, string text);

    [LibraryImport(Library)]
    public static partial ulong SSL_CTX_set_options(SslContextHandle context, ulong options);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SSL_CTX_set_cipher_list(SslContextHandle context, string ciphers);

    /// <summary>Unlike its neighbours it returns 0 for success.</summary>
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SSL_CTX_set_tlsext_use_srtp(SslContextHandle context, string profiles);

    [LibraryImport(Library)]
    public static partial int SSL_CTX_use_certificate_ASN1(SslContextHandle context, int length, ReadOnlySpan<byte> der);

    [LibraryImport(Library)]
    public static partial int SSL_CTX_use_PrivateKey_ASN1(int type, SslContextHandle context, ReadOnlySpan<byte> der, nint length);

    [LibraryImport(Library)]
    public static partial int SSL_CTX_check_private_key(SslContextHandle context);

    [LibraryImport(Library)]
    public static partial void SSL_CTX_set_verify(SslContextHandle context, int mode, nint callback);

    [LibraryImport(Library)]
    public static unsafe partial void SSL_CTX_set_cert_verify_callback(
        SslContextHandle context, delegate* unmanaged<nint, nint, int> callback, nint argument);

    [LibraryImport(Library)]
    public static partial nint SSL_new(SslContextHandle context);

    [LibraryImport(Library)]
    public static partial void SSL_free(nint ssl);

    /// <summary>Takes ownership of both.</summary>
    [LibraryImport(Library)]
    public static partial void SSL_set_bio(SslConnection ssl, nint readBio, nint writeBio);

    [LibraryImport(Library)]
    public static partial void SSL_set_accept_state(SslConnection ssl);

    [LibraryImport(Library)]
    public static unsafe partial void DTLS_set_timer_cb(SslConnection ssl, delegate* unmanaged<nint, uint, uint> callback);

    [LibraryImport(Library)]
    public static partial int SSL_do_handshake(SslConnection ssl);

    [LibraryImport(Library)]
    public static partial int SSL_read(SslConnection ssl, Span<byte> buffer, int length);

    [LibraryImport(Library)]
    public static partial int SSL_shutdown(SslConnection ssl);

    [LibraryImport(Library)]
    public static partial int SSL_is_init_finished(SslConnection ssl);

    [LibraryImport(Library)]
    public static partial int SSL_get_error(SslConnection ssl, int result);

    [LibraryImport(Library)]
    public static partial nint SSL_ctrl(SslConnection ssl, int command, nint number, nint pointer);

    [LibraryImport(Library)]
    public static partial nint SSL_ctrl(SslConnection ssl, int command, nint number, out TimeValue time);

    /// <summary>Points to the name, then the number of the profile; 0 if none was agreed.</summary>
    [LibraryImport(Library)]
    public static partial nint SSL_get_selected_srtp_profile(SslConnection ssl);

    [LibraryImport(Library)]
    public static partial int SSL_export_keying_material(
        SslConnection ssl, Span<byte> output, nuint outputLength, ReadOnlySpan<byte> label, nuint labelLength, nint context, nuint contextLength, int useContext);

    [LibraryImport(Library)]
    public static partial nint SSL_get1_peer_certificate(SslConnection ssl);

    /// <summary>struct timeval of 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct TimeValue
    {
        public nint Seconds;
        public nint Microseconds;
    }
}
