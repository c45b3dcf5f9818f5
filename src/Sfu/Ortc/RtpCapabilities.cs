// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Sfu.Ortc;

/// <summary>What one side can receive: the router's in <see cref="RouterCapabilities"/>, a client's in a <c>consume</c> request.</summary>
public sealed record RtpCapabilities(
    IReadOnlyList<RtpCodecCapability> Codecs, IReadOnlyList<RtpHeaderExtensionCapability> HeaderExtensions);

/// <summary>One codec of <see cref="RtpCapabilities"/>. RTX is a codec of its own whose parameter <c>apt</c> names what it repairs.</summary>
public sealed record RtpCodecCapability(
    string Kind,
    string MimeType,
    int ClockRate,
    int? PreferredPayloadType = null,
    int? Channels = null,
    IReadOnlyDictionary<string, ParameterValue>? Parameters = null,
    IReadOnlyList<RtcpFeedback>? RtcpFeedback = null);

/// <summary>One header extension of <see cref="RtpCapabilities"/>; the direction is seen from the side that states it.</summary>
public sealed record RtpHeaderExtensionCapability(
    string Uri, int PreferredId, string? Kind = null, bool PreferredEncrypt = false, string? Direction = null);
