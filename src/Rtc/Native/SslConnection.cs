// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Vigil.Rtc.Native;

internal enum SslResult
{
    Done,
    WantsInput,
    ClosedByPeer,
    Failed,
}

/// <summary>Owns one SSL on two memory BIOs. Knows libssl's calls and nothing of what they are for. One thread at a time.</summary>
/// <remarks>libssl is called with this handle, which then cannot be freed meanwhile. The BIOs live and die with it.</remarks>
internal sealed class SslConnection : SafeHandle
{
    private nint input;
    private nint output;
    private bool established;

    public SslConnection() : base(0, ownsHandle: true) { }

    public override bool IsInvalid => handle == 0;

    /// <exception cref="CryptographicException">Out of memory.</exception>
    public static SslConnection Accept(SslContextHandle context, int mtu)
    {
        LibCrypto.ERR_clear_error();
        var connection = new SslConnection();
        connection.SetHandle(LibSsl.SSL_new(context));
        connection.input = CreateMemoryBio();
        connection.output = CreateMemoryBio();
        if (connection.IsInvalid || connection.input == 0 || connection.output == 0)
        {
            // No SSL owns the BIOs yet; BIO_free takes 0 too.
            _ = LibCrypto.BIO_free(connection.input);
            _ = LibCrypto.BIO_free(connection.output);
            connection.Dispose();
            throw new CryptographicException("libssl could not make a connection");
        }
        LibSsl.SSL_set_bio(connection, connection.input, connection.output);
        LibSsl.SSL_ctrl(connection, LibSsl.SSL_CTRL_SET_MTU, mtu, 0);
        connection.SetTimer();
        LibSsl.SSL_set_accept_state(connection);
        return connection;
    }

    /// <summary>Hands one datagram in. A memory BIO is a stream: what was left of the one before goes first, so that two never mix.</summary>
    public bool Feed(ReadOnlySpan<byte> datagram)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        LibCrypto.BIO_ctrl(input, LibCrypto.BIO_CTRL_RESET, 0, 0);
        var written = LibCrypto.BIO_write(input, datagram, datagram.Length);
        GC.KeepAlive(this);
        return written == datagram.Length;
    }

    public SslResult Handshake()
    {
        LibCrypto.ERR_clear_error();
        var result = Explain(LibSsl.SSL_do_handshake(this));
        established = result == SslResult.Done;
        return result;
    }

    /// <summary>Reads application data, and on the way handles alerts and retransmissions.</summary>
    public SslResult Read(Span<byte> buffer)
    {
        LibCrypto.ERR_clear_error();
        return Explain(LibSsl.SSL_read(this, buffer, buffer.Length));
    }

    public void Shutdown()
    {
        LibCrypto.ERR_clear_error();
        _ = LibSsl.SSL_shutdown(this);
    }

    /// <summary>What libssl wants to send, as it lies in the BIO: valid until the next call.</summary>
    public unsafe ReadOnlySpan<byte> PeekOutput()
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        var length = LibCrypto.BIO_ctrl(output, LibCrypto.BIO_CTRL_INFO, 0, out nint start);
        return length <= 0 ? default : new ReadOnlySpan<byte>((void*)start, checked((int)length));
    }

    /// <summary>Takes bytes that <see cref="PeekOutput"/> showed.</summary>
    public int TakeOutput(Span<byte> destination)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        var taken = LibCrypto.BIO_read(output, destination, destination.Length);
        GC.KeepAlive(this);
        return Math.Max(0, taken);
    }

    public void DropOutput()
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        LibCrypto.BIO_ctrl(output, LibCrypto.BIO_CTRL_RESET, 0, 0);
        GC.KeepAlive(this);
    }

    public bool TryGetTimeout(out TimeSpan remaining)
    {
        var running = LibSsl.SSL_ctrl(this, LibSsl.DTLS_CTRL_GET_TIMEOUT, 0, out LibSsl.TimeValue time) == 1;
        remaining = running ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Microseconds) : TimeSpan.Zero;
        return running;
    }

    /// <summary>Retransmits if it is time to; false if it was tried too often.</summary>
    public bool HandleTimeout()
    {
        LibCrypto.ERR_clear_error();
        return LibSsl.SSL_ctrl(this, LibSsl.DTLS_CTRL_HANDLE_TIMEOUT, 0, 0) >= 0;
    }

    /// <summary>RFC 7627: without it the exported keys are not bound to this handshake.</summary>
    public bool HasExtendedMasterSecret => LibSsl.SSL_ctrl(this, LibSsl.SSL_CTRL_GET_EXTMS_SUPPORT, 0, 0) == 1;

    /// <summary>The use_srtp profile number, or 0.</summary>
    public unsafe int SelectedSrtpProfile
    {
        get
        {
            var profile = LibSsl.SSL_get_selected_srtp_profile(this);
            return profile == 0 ? 0 : (int)((SrtpProtectionProfile*)profile)->Id;
        }
    }

    public bool ExportKeyingMaterial(ReadOnlySpan<byte> label, Span<byte> material)
        => LibSsl.SSL_export_keying_material(this, material, (nuint)material.Length, label, (nuint)label.Length, 0, 0, 0) == 1;

    /// <summary>The peer's certificate in DER, or null.</summary>
    public unsafe byte[]? PeerCertificate()
    {
        var certificate = LibSsl.SSL_get1_peer_certificate(this);
        if (certificate == 0) { return null; }
        nint der = 0;
        var length = LibCrypto.i2d_X509(certificate, ref der);
        LibCrypto.X509_free(certificate);
        if (length <= 0) { return null; }
        var copy = new ReadOnlySpan<byte>((void*)der, length).ToArray();
        LibCrypto.CRYPTO_free(der, "", 0);
        return copy;
    }

    protected override bool ReleaseHandle()
    {
        LibSsl.SSL_free(handle);
        return true;
    }

    private static nint CreateMemoryBio()
    {
        var bio = LibCrypto.BIO_new(LibCrypto.BIO_s_mem());
        // Empty means "later", not "the end".
        if (bio != 0) { LibCrypto.BIO_ctrl(bio, LibCrypto.BIO_C_SET_BUF_MEM_EOF_RETURN, -1, 0); }
        return bio;
    }

    private SslResult Explain(int result) => result > 0 ? SslResult.Done : LibSsl.SSL_get_error(this, result) switch
    {
        LibSsl.SSL_ERROR_WANT_READ => SslResult.WantsInput,
        LibSsl.SSL_ERROR_ZERO_RETURN => SslResult.ClosedByPeer,
        // Memory BIOs know no system error: libssl refused a record without a word (an empty one, or a message out of order) and goes
        // on. Where it does not, it is in its handshake state again, in which no renegotiation may put it.
        LibSsl.SSL_ERROR_SYSCALL when !established || LibSsl.SSL_is_init_finished(this) == 1 => SslResult.WantsInput,
        _ => SslResult.Failed,
    };

    private unsafe void SetTimer() => LibSsl.DTLS_set_timer_cb(this, &NextTimeout);

    /// <summary>
    /// RFC 6347 section 4.2.4.1 says one second at first, less for time-sensitive uses: ICE has shown that the path is alive, and a
    /// person waits. 250 ms, doubled up to 4 s; libssl gives up after twelve.
    /// </summary>
    [UnmanagedCallersOnly]
    private static uint NextTimeout(nint ssl, uint microseconds) => microseconds == 0 ? 250_000 : Math.Min(2 * microseconds, 4_000_000);

    [StructLayout(LayoutKind.Sequential)]
    private struct SrtpProtectionProfile
    {
        public nint Name;
        public nuint Id;
    }
}
