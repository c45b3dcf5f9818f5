// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics.CodeAnalysis;

namespace Vigil.Sfu.Ortc;

/// <summary>The codec a client sends, in the router's terms and the client's payload types.</summary>
internal sealed record NegotiatedCodecs(RouterCodec Codec, byte PayloadType, byte? RtxPayloadType);

/// <summary>Finds the one codec of a producer, with or without RTX.</summary>
internal static class CodecNegotiation
{
    public static bool TryNegotiate(
        string kind, IReadOnlyList<RtpCodecParameters> codecs, [NotNullWhen(true)] out NegotiatedCodecs? result, out string problem)
    {
        result = null;
        problem = "";
        if (kind is not (MediaKind.Audio or MediaKind.Video)) { problem = "kind: must be audio or video"; return false; }
        if (codecs.Count is < 1 or > 2) { problem = "codecs: there must be one, and at most its rtx beside it"; return false; }
        if (codecs.Any(c => c is null)) { problem = "codecs: null"; return false; }
        if (!codecs.All(c => Validation.IsPayloadType(c.PayloadType)))
        {
            problem = "codecs: payloadType must be 0 to 63 or 96 to 127";
            return false;
        }

        var media = codecs[0];
        if (!TryFindCodec(kind, media, out var codec, out problem)) { return false; }
        var rtx = codecs.Count == 2 ? codecs[1] : null;
        if (rtx is not null && !TryCheckRtx(codec, media, rtx, out problem)) { return false; }
        result = new NegotiatedCodecs(codec, (byte)media.PayloadType, (byte?)rtx?.PayloadType);
        return true;
    }

    private static bool TryFindCodec(
        string kind, RtpCodecParameters media, [NotNullWhen(true)] out RouterCodec? codec, out string problem)
    {
        codec = RouterCodec.All.FirstOrDefault(c => c.Matches(media.MimeType, media.ClockRate, media.Channels));
        problem = codec is null ? "codecs: the first is not one that this router speaks"
            : codec.Kind != kind ? "codecs: the first is of the other kind"
            : "";
        return codec is not null && problem.Length == 0;
    }

    private static bool TryCheckRtx(RouterCodec codec, RtpCodecParameters media, RtpCodecParameters rtx, out string problem)
    {
        problem = codec.RtxPayloadType is null ? "codecs: there is no rtx for this codec"
            : !RouterCodec.RtxMimeType(codec.Kind).Equals(rtx.MimeType, StringComparison.OrdinalIgnoreCase) ? "codecs: the second must be rtx"
            : rtx.ClockRate != media.ClockRate ? "codecs: rtx has another clockRate than what it repairs"
            : !IsAptFor(rtx.Parameters, media.PayloadType) ? "codecs: rtx must have the first one's payloadType as its apt"
            : rtx.PayloadType == media.PayloadType ? "codecs: two have the same payloadType"
            : "";
        return problem.Length == 0;
    }

    /// <summary>Whether these are the parameters of an RTX codec that repairs <paramref name="payloadType"/> (RFC 4588 section 8.1).</summary>
    public static bool IsAptFor(IReadOnlyDictionary<string, ParameterValue>? parameters, int? payloadType) =>
        payloadType is not null && parameters is not null && parameters.TryGetValue("apt", out var apt) && apt.Number == payloadType;
}
