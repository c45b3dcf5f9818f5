// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Vigil.Rtc.Native;
using Vigil.Rtc.Srtp;

namespace Vigil.Rtc.Dtls;

/// <summary>One peer's DTLS 1.2 association, server side (RFC 6347, RFC 5764). Carries no data: it only agrees on SRTP keys.</summary>
/// <remarks>
/// One thread at a time; a handshake takes milliseconds, so not the packet thread. Never throws for what a peer sends.
/// libssl reads the system clock for its retransmission timer: the one exception to "time is a parameter" in this library.
/// (1) one datagram in       <see cref="Receive"/>
/// (2) libssl goes on        <see cref="Advance"/>
/// (3) datagrams out         <see cref="TryTakeDatagram"/>
/// (4) who is it?            <see cref="PeerFingerprintMatches"/>   against signalling; before that there are no keys
/// (5) keys                  <see cref="TakeSrtpKeys"/>
/// </remarks>
public sealed class DtlsServer : IDisposable
{
    /// <summary>What fits every path that WebRTC knows (IPv6 minimum 1280 less headers).</summary>
    public const int MaxDatagramLength = 1200;

    /// <summary>Longer ones are refused: no DTLS peer sends them over UDP.</summary>
    public const int MaxReceivedLength = 4096;

    /// <summary>Some flights of ours; a caller that does not take them gets no more made.</summary>
    private const int MaxPendingOutput = 32 * 1024;

    private readonly SslConnection connection;
    private byte[]? peerCertificate;
    private SrtpProfile profile;
    private bool fingerprintMatched;
    private bool keysTaken;

    public DtlsServer(DtlsContext context) => connection = SslConnection.Accept(context.Handle, MaxDatagramLength);

    public DtlsState State { get; private set; }

    /// <summary>Why <see cref="State"/> is <see cref="DtlsState.Failed"/>.</summary>
    public DtlsProblem Problem { get; private set; }

    /// <summary>Takes one datagram of the peer.</summary>
    public DtlsState Receive(ReadOnlySpan<byte> datagram)
    {
        // (1)
        if (State is DtlsState.Failed or DtlsState.Closed) { return State; }
        if (datagram.Length is 0 or > MaxReceivedLength || !DtlsRecords.ArePlausible(datagram)) { return State; }
        if (connection.PeekOutput().Length > MaxPendingOutput || !connection.Feed(datagram)) { return State; }
        // (2)
        return Advance();
    }

    /// <summary>Gives the next datagram to send, at most <see cref="MaxDatagramLength"/> long; call it until it says false.</summary>
    public bool TryTakeDatagram(Span<byte> destination, out int written)
    {
        written = 0;
        var stream = connection.PeekOutput();
        if (stream.IsEmpty) { return false; }
        var length = DtlsRecords.FirstDatagram(stream, MaxDatagramLength);
        if (length == 0 || length > destination.Length)
        {
            // Not what libssl writes with our MTU. Dropping is safe: its timer sends the flight again.
            connection.DropOutput();
            return false;
        }
        written = connection.TakeOutput(destination[..length]);
        return written == length;
    }

    /// <summary>When <see cref="OnTimeout"/> should be called; false if nothing waits for an answer.</summary>
    public bool TryGetTimeout(out TimeSpan remaining)
    {
        remaining = default;
        return State is DtlsState.Handshaking or DtlsState.Connected && connection.TryGetTimeout(out remaining);
    }

    /// <summary>Sends the last flight again if it is time to. Calling it early does no harm.</summary>
    public DtlsState OnTimeout()
    {
        if (State is DtlsState.Handshaking or DtlsState.Connected && !connection.HandleTimeout()) { Fail(DtlsProblem.TimedOut); }
        return State;
    }

    /// <summary>Is the peer's certificate the one that signalling announced? False before the handshake is done.</summary>
    public bool PeerFingerprintMatches(string algorithm, string value)
    {
        // (4)
        var matches = State == DtlsState.Connected && peerCertificate is not null && DtlsFingerprint.Matches(peerCertificate, algorithm, value);
        fingerprintMatched |= matches;
        return matches;
    }

    /// <summary>The SRTP keys of this association, once: two senders with one key would use nonces twice.</summary>
    /// <exception cref="InvalidOperationException">Not connected, the fingerprint was not matched, or taken before.</exception>
    public SrtpKeys TakeSrtpKeys()
    {
        // (5)
        if (State != DtlsState.Connected) { throw new InvalidOperationException("the handshake is not done"); }
        if (!fingerprintMatched) { throw new InvalidOperationException("the peer's fingerprint was not matched"); }
        if (keysTaken) { throw new InvalidOperationException("the keys were taken before"); }
        keysTaken = true;
        return ExportKeys();
    }

    /// <summary>Queues close_notify if there is someone to notify.</summary>
    public void Close()
    {
        if (State == DtlsState.Connected) { connection.Shutdown(); }
        if (State != DtlsState.Failed) { State = DtlsState.Closed; }
    }

    public void Dispose()
    {
        if (State != DtlsState.Failed) { State = DtlsState.Closed; }
        connection.Dispose();
    }

    private DtlsState Advance()
    {
        if (State == DtlsState.Handshaking)
        {
            var result = connection.Handshake();
            if (result == SslResult.WantsInput) { return State; }
            if (result == SslResult.Done) { Conclude(); } else { Fail(DtlsProblem.Handshake); }
        }
        if (State == DtlsState.Connected) { DiscardData(); }
        return State;
    }

    /// <summary>What must hold beside a good handshake, or there is no connection.</summary>
    private void Conclude()
    {
        peerCertificate = connection.PeerCertificate();
        profile = (SrtpProfile)connection.SelectedSrtpProfile;
        if (!Enum.IsDefined(profile)) { Fail(DtlsProblem.NoSrtpProfile); }
        else if (!connection.HasExtendedMasterSecret) { Fail(DtlsProblem.NoExtendedMasterSecret); }
        else if (peerCertificate is null) { Fail(DtlsProblem.NoPeerCertificate); }
        else { State = DtlsState.Connected; }
    }

    /// <summary>No data is expected, but alerts are, and a repeated Finished makes libssl repeat ours.</summary>
    private void DiscardData()
    {
        Span<byte> unwanted = stackalloc byte[2048];
        while (true)
        {
            switch (connection.Read(unwanted))
            {
                case SslResult.Done: continue;
                case SslResult.WantsInput: return;
                case SslResult.ClosedByPeer: State = DtlsState.Closed; return;
                default: Fail(DtlsProblem.Connection); return;
            }
        }
    }

    private SrtpKeys ExportKeys()
    {
        Span<byte> material = stackalloc byte[SrtpKeys.ExportedLength(profile)];
        // RFC 5764 section 4.2: no context.
        if (!connection.ExportKeyingMaterial("EXTRACTOR-dtls_srtp"u8, material)) { throw new CryptographicException("libssl could not export keys"); }
        var keys = new SrtpKeys(profile, material);
        CryptographicOperations.ZeroMemory(material);
        return keys;
    }

    private void Fail(DtlsProblem problem)
    {
        State = DtlsState.Failed;
        Problem = problem;
    }
}
