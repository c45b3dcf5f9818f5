// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics.CodeAnalysis;
using Vigil.Rtc.Rtp;

namespace Vigil.Sfu.Ortc;

/// <summary>Reads the RTP parameters with which a client wants to send. They come from outside: everything is bounded and checked.</summary>
public static class ProducerNegotiation
{
    private const int MaxHeaderExtensions = 32;
    private const int MaxEncodings = 3;

    /// <summary>
    /// False with a <paramref name="problem"/> for the client's author if the parameters are wrong or not spoken here.
    /// </summary>
    public static bool TryNegotiate(
        string kind, RtpParameters fromClient, [NotNullWhen(true)] out NegotiatedProducer? result, out string problem)
    {
        result = null;
        if (!Validation.TryCheckMid(fromClient.Mid, out problem)
            || !CodecNegotiation.TryNegotiate(kind, fromClient.Codecs, out var codecs, out problem)
            || !TryReadExtensions(fromClient.HeaderExtensions, out var ids, out problem)
            || !TryReadEncodings(fromClient.Encodings, codecs, out var encodings, out problem)
            || !TryCheckDemultiplexing(fromClient.Mid, ids, encodings, out problem))
        {
            return false;
        }
        result = new NegotiatedProducer(codecs.Codec, fromClient.Mid, codecs.PayloadType, codecs.RtxPayloadType, ids, encodings);
        return true;
    }

    private static bool TryReadExtensions(
        IReadOnlyList<RtpHeaderExtensionParameters> extensions, out HeaderExtensionIds ids, out string problem)
    {
        ids = default;
        problem = "";
        if (extensions.Count > MaxHeaderExtensions) { problem = $"headerExtensions: more than {MaxHeaderExtensions}"; return false; }

        var takenIds = new HashSet<int>();
        var takenUris = new HashSet<string>(StringComparer.Ordinal);
        foreach (var extension in extensions)
        {
            problem = extension switch
            {
                null => "headerExtensions: null",
                // 15 ends a one-byte block (RFC 8285 section 4.2); which form a packet has is the sender's choice.
                { Id: < 1 or > 255 or 15 } => "headerExtensions: id must be 1 to 14 or 16 to 255",
                { Encrypt: true } => "headerExtensions: encryption is not supported",
                _ when !takenIds.Add(extension.Id) => "headerExtensions: two have the same id",
                _ when !takenUris.Add(extension.Uri) => "headerExtensions: two have the same uri",
                _ => "",
            };
            if (problem.Length > 0) { return false; }
            ids = ids.With(extension!.Uri, (byte)extension.Id);
        }
        return true;
    }

    private static bool TryReadEncodings(
        IReadOnlyList<RtpEncodingParameters> encodings, NegotiatedCodecs codecs, out IReadOnlyList<NegotiatedEncoding> result, out string problem)
    {
        result = [];
        var most = codecs.Codec.Kind == MediaKind.Video ? MaxEncodings : 1;
        if (encodings.Count < 1 || encodings.Count > most) { problem = $"encodings: there must be 1 to {most}"; return false; }

        var checkedOnes = new List<NegotiatedEncoding>(encodings.Count);
        var ssrcs = new HashSet<uint>();
        var rids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var encoding in encodings)
        {
            problem = encoding switch
            {
                null => "encodings: null",
                { Ssrc: null, Rid: null } => "encodings: each needs an ssrc or a rid",
                { Ssrc: 0 } or { Rtx.Ssrc: 0 } => "encodings: ssrc must not be 0",
                { Rtx: not null } when codecs.RtxPayloadType is null => "encodings: rtx without an rtx codec",
                { Rid: { } rid } when !Validation.IsRid(rid) => "encodings: rid must be 1 to 16 letters and digits",
                { Rid: { } rid } when !rids.Add(rid) => "encodings: two have the same rid",
                { Ssrc: { } ssrc } when !ssrcs.Add(ssrc) => "encodings: two have the same ssrc",
                { Rtx: { } rtx } when !ssrcs.Add(rtx.Ssrc) => "encodings: two have the same ssrc",
                _ => "",
            };
            if (problem.Length > 0) { return false; }
            checkedOnes.Add(new NegotiatedEncoding(encoding!.Ssrc, encoding.Rtx?.Ssrc, encoding.Rid));
        }
        result = checkedOnes;
        problem = "";
        return true;
    }

    // An encoding known by its rid only is recognised by mid and rid in its first packets (RFC 8843 section 9.2).
    private static bool TryCheckDemultiplexing(
        string? mid, HeaderExtensionIds ids, IReadOnlyList<NegotiatedEncoding> encodings, out string problem)
    {
        var good = encodings.All(e => e.Ssrc is not null) || (mid is not null && ids is { Mid: not 0, Rid: not 0 });
        problem = good ? "" : "encodings: a rid without an ssrc needs a mid and the header extensions for mid and rid";
        return good;
    }
}
