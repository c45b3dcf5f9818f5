// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Rtc.Dtls;

public enum DtlsState
{
    Handshaking,
    Connected,
    Failed,
    Closed,
}

/// <summary>Why a connection failed.</summary>
public enum DtlsProblem
{
    None,

    /// <summary>No common parameters, a wrong proof, or an alert of the peer.</summary>
    Handshake,

    /// <summary>The peer was silent through all retransmissions.</summary>
    TimedOut,

    /// <summary>The peer did not negotiate use_srtp with one of our profiles (RFC 5764).</summary>
    NoSrtpProfile,

    NoPeerCertificate,

    /// <summary>RFC 7627; every browser has it.</summary>
    NoExtendedMasterSecret,

    /// <summary>Broken after it was established.</summary>
    Connection,
}
