// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Dtls;
using Vigil.Rtc.Srtp;
using Vigil.Sfu.Forwarding;
using Vigil.Sfu.Ortc;

namespace Vigil.Sfu.Workers;

/// <summary>One transport's DTLS, as the handshake thread works on it. Others only carry the reference around.</summary>
internal sealed class Handshake(Transport transport)
{
    private DtlsServer? server;
    private DtlsFingerprint? expected;
    private bool isReported;

    public Transport Transport => transport;

    public bool IsEnded { get; private set; }

    /// <summary>Whether libssl may have to send its last flight again.</summary>
    public bool IsUnderWay => !IsEnded && server is { State: DtlsState.Handshaking };

    public void Expect(DtlsFingerprint fingerprint) => expected = fingerprint;

    public void Receive(DtlsContext context, ReadOnlySpan<byte> datagram)
    {
        if (IsEnded) { return; }
        server ??= new DtlsServer(context);
        server.Receive(datagram);
    }

    public bool TryGetTimeout(out TimeSpan remaining)
    {
        remaining = default;
        return server is not null && server.TryGetTimeout(out remaining);
    }

    public void OnTimeout() => server?.OnTimeout();

    public bool TryTakeDatagram(Span<byte> destination, out int written)
    {
        written = 0;
        return server is not null && server.TryTakeDatagram(destination, out written);
    }

    /// <summary>What has come of it, once: keys if the certificate is the signalled one, or the failure.</summary>
    /// <remarks>Finished before the fingerprint is signalled, it waits: keys for an unknown peer would be the hole in everything.</remarks>
    public HandshakeResult TakeResult(out SrtpKeys? keys)
    {
        keys = null;
        if (IsEnded || server is null) { return HandshakeResult.None; }
        if (server.State is DtlsState.Failed or DtlsState.Closed) { return HandshakeResult.Failed; }
        if (server.State != DtlsState.Connected || isReported || expected is null) { return HandshakeResult.None; }
        if (!server.PeerFingerprintMatches(expected.Algorithm, expected.Value)) { return HandshakeResult.WrongFingerprint; }
        isReported = true;
        keys = server.TakeSrtpKeys();
        return HandshakeResult.Keys;
    }

    /// <summary>Says goodbye; what is left to send can still be taken, then <see cref="Dispose"/>.</summary>
    public void Close()
    {
        IsEnded = true;
        server?.Close();
    }

    public void Dispose()
    {
        IsEnded = true;
        server?.Dispose();
        server = null;
    }
}

/// <summary>What the worker must do about a handshake.</summary>
internal enum HandshakeResult
{
    None,
    Keys,
    WrongFingerprint,
    Failed,
}
