// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Sfu.Ortc;

/// <summary>One kind of RTCP feedback, as in SDP's rtcp-fb (RFC 4585 section 4.2).</summary>
public sealed record RtcpFeedback(string Type, string Parameter = "")
{
    public static RtcpFeedback Nack { get; } = new("nack");

    public static RtcpFeedback NackPli { get; } = new("nack", "pli");

    public static RtcpFeedback CcmFir { get; } = new("ccm", "fir");

    public static RtcpFeedback GoogRemb { get; } = new("goog-remb");

    public static RtcpFeedback TransportCc { get; } = new("transport-cc");
}
