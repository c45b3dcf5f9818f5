// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Sfu.Ortc;

/// <summary>A codec that the router forwards, with the payload types under which all consumers get it.</summary>
public sealed record RouterCodec(
    string Kind,
    string MimeType,
    int ClockRate,
    int? Channels,
    byte PayloadType,
    byte? RtxPayloadType,
    IReadOnlyDictionary<string, ParameterValue> Parameters,
    IReadOnlyList<RtcpFeedback> Feedback)
{
    // No NACK for audio: the only safe answer to one is RTX (sending the same SRTP index again with any byte changed
    // re-uses a nonce), and browsers negotiate no RTX for Opus. In-band FEC covers single losses instead.
    public static RouterCodec Opus { get; } = new(
        MediaKind.Audio, "audio/opus", 48_000, 2, 100, null,
        new Dictionary<string, ParameterValue> { ["minptime"] = ParameterValue.Of(10), ["useinbandfec"] = ParameterValue.Of(1) },
        []);

    public static RouterCodec Vp8 { get; } = new(
        MediaKind.Video, "video/VP8", 90_000, null, 101, 102,
        new Dictionary<string, ParameterValue>(),
        [RtcpFeedback.Nack, RtcpFeedback.NackPli, RtcpFeedback.CcmFir, RtcpFeedback.GoogRemb]);

    /// <summary>In the order of preference.</summary>
    public static IReadOnlyList<RouterCodec> All { get; } = [Opus, Vp8];

    /// <summary>The name of the codec that repairs others of a kind.</summary>
    public static string RtxMimeType(string kind) => kind + "/rtx";

    /// <summary>Whether a client means this codec. MIME types have no case.</summary>
    public bool Matches(string mimeType, int clockRate, int? channels) =>
        MimeType.Equals(mimeType, StringComparison.OrdinalIgnoreCase) && ClockRate == clockRate && (Channels ?? 1) == (channels ?? 1);
}
