// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Vigil.Sfu.Ortc;

namespace Vigil.Sfu.Tests.Ortc;

/// <summary>What mediasoup-client 3.18.7 in Chromium 156 made of our capabilities (its Chrome111 handler); only names are changed.</summary>
internal static class Samples
{
    public const string Audio = """
        {"mid":"0","codecs":[{"mimeType":"audio/opus","payloadType":111,"clockRate":48000,"channels":2,
        "parameters":{"minptime":10,"useinbandfec":1},"rtcpFeedback":[]}],"headerExtensions":[
        {"uri":"urn:ietf:params:rtp-hdrext:sdes:mid","id":4,"encrypt":false,"parameters":{}},
        {"uri":"http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time","id":2,"encrypt":false,"parameters":{}},
        {"uri":"urn:ietf:params:rtp-hdrext:ssrc-audio-level","id":1,"encrypt":false,"parameters":{}}],
        "encodings":[{"ssrc":1862392969,"dtx":false}],"rtcp":{"cname":"cname","reducedSize":true},"msid":"stream track"}
        """;

    public const string Video = """
        {"mid":"1","codecs":[{"mimeType":"video/VP8","payloadType":96,"clockRate":90000,"parameters":{},"rtcpFeedback":[
        {"type":"goog-remb","parameter":""},{"type":"ccm","parameter":"fir"},{"type":"nack","parameter":""},{"type":"nack","parameter":"pli"}]},
        {"mimeType":"video/rtx","payloadType":97,"clockRate":90000,"parameters":{"apt":96},"rtcpFeedback":[]}],"headerExtensions":[
        {"uri":"urn:ietf:params:rtp-hdrext:sdes:mid","id":4,"encrypt":false,"parameters":{}},
        {"uri":"urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id","id":10,"encrypt":false,"parameters":{}},
        {"uri":"urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id","id":11,"encrypt":false,"parameters":{}},
        {"uri":"http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time","id":2,"encrypt":false,"parameters":{}},
        {"uri":"urn:3gpp:video-orientation","id":13,"encrypt":false,"parameters":{}}],
        "encodings":[{"ssrc":1503214327,"rtx":{"ssrc":341527969},"dtx":false}],"rtcp":{"cname":"cname","reducedSize":true},"msid":"stream track"}
        """;

    public const string SimulcastEncodings = """
        [{"active":true,"scaleResolutionDownBy":4,"maxBitrate":100000,"rid":"r0","scalabilityMode":"L1T3","dtx":false},
        {"active":true,"scaleResolutionDownBy":2,"maxBitrate":300000,"rid":"r1","scalabilityMode":"L1T3","dtx":false},
        {"active":true,"maxBitrate":900000,"rid":"r2","scalabilityMode":"L1T3","dtx":false}]
        """;

    public const string Receiving = """
        {"codecs":[{"kind":"audio","mimeType":"audio/opus","preferredPayloadType":100,"clockRate":48000,"channels":2,
        "parameters":{"minptime":10,"useinbandfec":1},"rtcpFeedback":[]},
        {"kind":"video","mimeType":"video/VP8","preferredPayloadType":101,"clockRate":90000,"parameters":{},"rtcpFeedback":[
        {"type":"goog-remb","parameter":""},{"type":"ccm","parameter":"fir"},{"type":"nack","parameter":""},{"type":"nack","parameter":"pli"}]},
        {"kind":"video","mimeType":"video/rtx","preferredPayloadType":102,"clockRate":90000,"parameters":{"apt":101},"rtcpFeedback":[]}],
        "headerExtensions":[
        {"kind":"video","uri":"urn:ietf:params:rtp-hdrext:sdes:mid","preferredId":1,"preferredEncrypt":false,"direction":"sendrecv"},
        {"kind":"video","uri":"http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time","preferredId":4,"preferredEncrypt":false,"direction":"sendrecv"},
        {"kind":"audio","uri":"urn:ietf:params:rtp-hdrext:ssrc-audio-level","preferredId":10,"preferredEncrypt":false,"direction":"sendrecv"},
        {"kind":"video","uri":"urn:3gpp:video-orientation","preferredId":11,"preferredEncrypt":false,"direction":"sendrecv"}]}
        """;

    public static RtpParameters Parameters(string json) => JsonSerializer.Deserialize(json, OrtcJson.Default.RtpParameters)!;

    public static RtpCapabilities Capabilities(string json) => JsonSerializer.Deserialize(json, OrtcJson.Default.RtpCapabilities)!;

    public static NegotiatedProducer Producer(string kind, string json)
    {
        Assert.True(ProducerNegotiation.TryNegotiate(kind, Parameters(json), out var producer, out var problem), problem);
        return producer;
    }
}
