// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics.CodeAnalysis;
using Vigil.Rtc.Rtp;

namespace Vigil.Sfu.Ortc;

/// <summary>Decides how a producer's stream goes to a client, from what that client can receive.</summary>
public static class ConsumerNegotiation
{
    // Chrome lists about 40 codecs with RTX, and 15 extensions per kind.
    private const int MaxCapabilities = 128;

    /// <summary>False with a <paramref name="problem"/> if the client cannot receive the stream.</summary>
    /// <param name="producer">What is sent.</param>
    /// <param name="client">What the client says it can receive; it comes from outside.</param>
    /// <param name="ssrc">Ours to choose, not 0.</param>
    /// <param name="rtxSsrc">Ours to choose, used if the client takes retransmissions.</param>
    /// <param name="mid">Ours to choose, unique on the client's transport.</param>
    /// <param name="cname">The same for all streams of the sending participant, so that they play in sync.</param>
    /// <param name="result">For the consumer and for the client.</param>
    /// <param name="problem">For the client's author.</param>
    public static bool TryNegotiate(
        NegotiatedProducer producer,
        RtpCapabilities client,
        uint ssrc,
        uint rtxSsrc,
        string mid,
        string cname,
        [NotNullWhen(true)] out NegotiatedConsumer? result,
        out string problem)
    {
        result = null;
        if (!TryCheck(client, out problem)) { return false; }

        var codec = producer.Codec;
        var media = client.Codecs.FirstOrDefault(c => codec.Matches(c.MimeType, c.ClockRate, c.Channels));
        if (media is null) { problem = "rtpCapabilities: the producer's codec is not among them"; return false; }

        var extensions = RouterHeaderExtension.All.Where(ours => ours.Kind == codec.Kind && ours.IsSent && Takes(client, ours)).ToList();
        var rtx = TakesRtx(client, media, codec) ? codec.RtxPayloadType : null;
        result = new NegotiatedConsumer(
            new RtpParameters(
                mid,
                WriteCodecs(codec, rtx, Feedback(codec, media, extensions)),
                [.. extensions.Select(e => new RtpHeaderExtensionParameters(e.Uri, e.Id))],
                [new RtpEncodingParameters(ssrc, Rtx: rtx is null ? null : new RtxParameters(rtxSsrc))],
                new RtcpParameters(cname, ReducedSize: true, Mux: true)),
            codec.PayloadType,
            rtx,
            ssrc,
            rtx is null ? null : rtxSsrc,
            extensions.Aggregate(default(HeaderExtensionIds), (ids, e) => ids.With(e.Uri, e.Id)),
            mid);
        return true;
    }

    private static bool TryCheck(RtpCapabilities client, out string problem)
    {
        problem = client.Codecs.Count > MaxCapabilities ? $"rtpCapabilities: more than {MaxCapabilities} codecs"
            : client.HeaderExtensions.Count > MaxCapabilities ? $"rtpCapabilities: more than {MaxCapabilities} headerExtensions"
            : client.Codecs.Any(c => c is null) ? "rtpCapabilities: codecs: null"
            : client.HeaderExtensions.Any(e => e is null) ? "rtpCapabilities: headerExtensions: null"
            : "";
        return problem.Length == 0;
    }

    private static bool TakesRtx(RtpCapabilities client, RtpCodecCapability media, RouterCodec codec) =>
        client.Codecs.Any(c =>
            RouterCodec.RtxMimeType(codec.Kind).Equals(c.MimeType, StringComparison.OrdinalIgnoreCase)
            && CodecNegotiation.IsAptFor(c.Parameters, media.PreferredPayloadType));

    // Their kind is not looked at: mediasoup-client lists an extension that is used with both kinds once, as the last one's.
    private static bool Takes(RtpCapabilities client, RouterHeaderExtension ours) =>
        client.HeaderExtensions.Any(theirs => theirs.Uri == ours.Uri && theirs.Direction is null or "sendrecv" or "recvonly");

    // REMB is made from send times: without them a client would estimate nothing.
    private static List<RtcpFeedback> Feedback(
        RouterCodec codec, RtpCodecCapability media, List<RouterHeaderExtension> extensions)
    {
        var stamped = extensions.Any(e => e.Uri == HeaderExtensionUris.AbsSendTime);
        return [.. codec.Feedback.Where(f => (media.RtcpFeedback?.Contains(f) ?? false) && (stamped || f != RtcpFeedback.GoogRemb))];
    }

    private static List<RtpCodecParameters> WriteCodecs(RouterCodec codec, byte? rtx, List<RtcpFeedback> feedback)
    {
        var codecs = new List<RtpCodecParameters>
        {
            new(codec.MimeType, codec.PayloadType, codec.ClockRate, codec.Channels, codec.Parameters, feedback),
        };
        if (rtx is { } payloadType)
        {
            var apt = new Dictionary<string, ParameterValue> { ["apt"] = ParameterValue.Of(codec.PayloadType) };
            codecs.Add(new(RouterCodec.RtxMimeType(codec.Kind), payloadType, codec.ClockRate, null, apt, []));
        }
        return codecs;
    }
}
