// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Rtc.Net;

/// <summary>The protocols that share one UDP port (RFC 7983).</summary>
public enum PacketKind
{
    Unknown,
    Stun,
    Dtls,
    Rtp,
    Rtcp,
}
