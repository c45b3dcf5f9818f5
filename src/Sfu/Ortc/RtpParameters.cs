// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Sfu.Ortc;

/// <summary>How one stream is sent: by a client in <c>produce</c>, by us in the answer to <c>consume</c>.</summary>
public sealed record RtpParameters(
    string? Mid,
    IReadOnlyList<RtpCodecParameters> Codecs,
    IReadOnlyList<RtpHeaderExtensionParameters> HeaderExtensions,
    IReadOnlyList<RtpEncodingParameters> Encodings,
    RtcpParameters? Rtcp = null);

/// <summary>One codec of <see cref="RtpParameters"/> with the payload type that stands in its packets.</summary>
public sealed record RtpCodecParameters(
    string MimeType,
    int PayloadType,
    int ClockRate,
    int? Channels = null,
    IReadOnlyDictionary<string, ParameterValue>? Parameters = null,
    IReadOnlyList<RtcpFeedback>? RtcpFeedback = null);

/// <summary>One header extension of <see cref="RtpParameters"/> with the id that stands in its packets.</summary>
public sealed record RtpHeaderExtensionParameters(
    string Uri, int Id, bool Encrypt = false, IReadOnlyDictionary<string, ParameterValue>? Parameters = null);

/// <summary>One encoding: found by its SSRC or, with simulcast, by its rid.</summary>
public sealed record RtpEncodingParameters(uint? Ssrc = null, string? Rid = null, RtxParameters? Rtx = null);

/// <summary>The SSRC of an encoding's retransmissions, RFC 4588.</summary>
public sealed record RtxParameters(uint Ssrc);

/// <summary>RTCP of a stream. Streams with one <c>cname</c> are played in sync.</summary>
public sealed record RtcpParameters(string? Cname = null, bool? ReducedSize = null, bool? Mux = null);
