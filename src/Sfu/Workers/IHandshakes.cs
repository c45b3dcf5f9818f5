// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Net;
using Vigil.Sfu.Forwarding;
using Vigil.Sfu.Ortc;

namespace Vigil.Sfu.Workers;

/// <summary>Where a worker hands over DTLS: a handshake is a millisecond of public-key arithmetic, during which no packet could be forwarded.</summary>
internal interface IHandshakes
{
    /// <summary>The certificate's fingerprint, for clients.</summary>
    public DtlsFingerprint Fingerprint { get; }

    /// <summary>Makes room for a transport's handshake; nothing happens before its first datagram.</summary>
    public Handshake Prepare(Transport transport);

    /// <summary>Hands over one datagram; false if too many wait already. The peer sends it again.</summary>
    public bool TryDeliver(Handshake handshake, ReadOnlySpan<byte> datagram);

    /// <summary>Says which certificate the peer must have. Before that no keys come out.</summary>
    public void Expect(Handshake handshake, DtlsFingerprint fingerprint);

    /// <summary>Ends it, with a goodbye if the peer's address is known.</summary>
    public void End(Handshake handshake, TransportAddress? peer);
}
