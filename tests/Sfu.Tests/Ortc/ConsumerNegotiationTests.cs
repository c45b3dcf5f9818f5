// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Vigil.Rtc.Rtp;
using Vigil.Sfu.Ortc;

namespace Vigil.Sfu.Tests.Ortc;

public class ConsumerNegotiationTests
{
    [Fact]
    public void Video_goes_out_under_the_routers_numbers()
    {
        var consumer = Consume("video", Samples.Video, Samples.Capabilities(Samples.Receiving));
        Assert.Equal((101, (byte?)102, 1111u, (uint?)2222u), (consumer.PayloadType, consumer.RtxPayloadType, consumer.Ssrc, consumer.RtxSsrc));
        Assert.Equal(new HeaderExtensionIds(Mid: 1, AbsSendTime: 4, VideoOrientation: 11), consumer.ExtensionIds);
        AssertJson("""
            {"mid":"7","codecs":[{"mimeType":"video/VP8","payloadType":101,"clockRate":90000,"parameters":{},"rtcpFeedback":[
            {"type":"nack","parameter":""},{"type":"nack","parameter":"pli"},{"type":"ccm","parameter":"fir"},{"type":"goog-remb","parameter":""}]},
            {"mimeType":"video/rtx","payloadType":102,"clockRate":90000,"parameters":{"apt":101},"rtcpFeedback":[]}],
            "headerExtensions":[{"uri":"urn:ietf:params:rtp-hdrext:sdes:mid","id":1,"encrypt":false},
            {"uri":"http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time","id":4,"encrypt":false},
            {"uri":"urn:3gpp:video-orientation","id":11,"encrypt":false}],
            "encodings":[{"ssrc":1111,"rtx":{"ssrc":2222}}],"rtcp":{"cname":"cn","reducedSize":true,"mux":true}}
            """, consumer);
    }

    [Fact]
    public void Audio_goes_out_without_rtx()
    {
        var consumer = Consume("audio", Samples.Audio, Samples.Capabilities(Samples.Receiving));
        Assert.Equal((100, null, null), (consumer.PayloadType, consumer.RtxPayloadType, consumer.RtxSsrc));
        Assert.Equal(new HeaderExtensionIds(Mid: 1, AbsSendTime: 4, AudioLevel: 10), consumer.ExtensionIds);
        AssertJson("""
            {"mid":"7","codecs":[{"mimeType":"audio/opus","payloadType":100,"clockRate":48000,"channels":2,
            "parameters":{"minptime":10,"useinbandfec":1},"rtcpFeedback":[]}],
            "headerExtensions":[{"uri":"urn:ietf:params:rtp-hdrext:sdes:mid","id":1,"encrypt":false},
            {"uri":"http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time","id":4,"encrypt":false},
            {"uri":"urn:ietf:params:rtp-hdrext:ssrc-audio-level","id":10,"encrypt":false}],
            "encodings":[{"ssrc":1111}],"rtcp":{"cname":"cn","reducedSize":true,"mux":true}}
            """, consumer);
    }

    [Fact]
    public void Without_send_times_there_is_no_congestion_control()
    {
        var all = Samples.Capabilities(Samples.Receiving);
        var some = all with { HeaderExtensions = [.. all.HeaderExtensions.Where(e => e.Uri != HeaderExtensionUris.AbsSendTime)] };
        var consumer = Consume("video", Samples.Video, some);
        Assert.Equal([RtcpFeedback.Nack, RtcpFeedback.NackPli, RtcpFeedback.CcmFir], consumer.Parameters.Codecs[0].RtcpFeedback);
        Assert.Equal(0, consumer.ExtensionIds.AbsSendTime);
    }

    [Fact]
    public void Without_rtx_in_the_client_nothing_is_retransmitted()
    {
        var all = Samples.Capabilities(Samples.Receiving);
        var consumer = Consume("video", Samples.Video, all with { Codecs = [.. all.Codecs.Where(c => c.MimeType != "video/rtx")] });
        Assert.Null(consumer.RtxPayloadType);
        Assert.Null(consumer.RtxSsrc);
        Assert.Single(consumer.Parameters.Codecs);
        Assert.Null(consumer.Parameters.Encodings[0].Rtx);
    }

    [Fact]
    public void Rtx_for_another_codec_does_not_count()
    {
        var all = Samples.Capabilities(Samples.Receiving.Replace("\"apt\":101", "\"apt\":103", StringComparison.Ordinal));
        Assert.Null(Consume("video", Samples.Video, all).RtxPayloadType);
    }

    [Fact]
    public void A_producer_without_rtx_is_still_retransmitted_to_consumers()
    {
        const string Plain = """{"mid":"0","codecs":[{"mimeType":"video/VP8","payloadType":96,"clockRate":90000}],"headerExtensions":[],"encodings":[{"ssrc":5}]}""";
        Assert.Equal((byte)102, Consume("video", Plain, Samples.Capabilities(Samples.Receiving)).RtxPayloadType);
    }

    [Fact]
    public void Extensions_that_the_client_only_sends_are_left_out()
    {
        var all = Samples.Capabilities(Samples.Receiving.Replace("sendrecv", "sendonly", StringComparison.Ordinal));
        Assert.Equal(default, Consume("video", Samples.Video, all).ExtensionIds);
    }

    [Fact]
    public void Feedback_is_what_both_know()
    {
        var all = Samples.Capabilities(Samples.Receiving);
        var silent = all with { Codecs = [.. all.Codecs.Select(c => c with { RtcpFeedback = null })] };
        Assert.Empty(Consume("video", Samples.Video, silent).Parameters.Codecs[0].RtcpFeedback!);
    }

    [Theory]
    [InlineData("""{"codecs":[],"headerExtensions":[]}""", "rtpCapabilities: the producer's codec is not among them")]
    [InlineData("""{"codecs":[{"kind":"video","mimeType":"video/VP9","clockRate":90000}],"headerExtensions":[]}""", "rtpCapabilities: the producer's codec is not among them")]
    [InlineData("""{"codecs":[{"kind":"video","mimeType":"video/VP8","clockRate":8000}],"headerExtensions":[]}""", "rtpCapabilities: the producer's codec is not among them")]
    [InlineData("""{"codecs":[null],"headerExtensions":[]}""", "rtpCapabilities: codecs: null")]
    [InlineData("""{"codecs":[],"headerExtensions":[null]}""", "rtpCapabilities: headerExtensions: null")]
    public void Refuses_with_what_is_wrong(string client, string expected)
    {
        var producer = Samples.Producer("video", Samples.Video);
        Assert.False(ConsumerNegotiation.TryNegotiate(producer, Samples.Capabilities(client), 1, 2, "0", "c", out var consumer, out var problem));
        Assert.Null(consumer);
        Assert.Equal(expected, problem);
    }

    [Fact]
    public void Lists_are_bounded()
    {
        var producer = Samples.Producer("video", Samples.Video);
        var all = Samples.Capabilities(Samples.Receiving);
        var codecs = all with { Codecs = [.. Enumerable.Repeat(all.Codecs[1], 129)] };
        Assert.False(ConsumerNegotiation.TryNegotiate(producer, codecs, 1, 2, "0", "c", out _, out var problem));
        Assert.Equal("rtpCapabilities: more than 128 codecs", problem);
        var extensions = all with { HeaderExtensions = [.. Enumerable.Repeat(all.HeaderExtensions[0], 129)] };
        Assert.False(ConsumerNegotiation.TryNegotiate(producer, extensions, 1, 2, "0", "c", out _, out problem));
        Assert.Equal("rtpCapabilities: more than 128 headerExtensions", problem);
    }

    private static NegotiatedConsumer Consume(string kind, string produced, RtpCapabilities client)
    {
        var producer = Samples.Producer(kind, produced);
        Assert.True(ConsumerNegotiation.TryNegotiate(producer, client, 1111, 2222, "7", "cn", out var consumer, out var problem), problem);
        Assert.Equal("7", consumer.Mid);
        return consumer;
    }

    private static void AssertJson(string expected, NegotiatedConsumer consumer)
    {
        var text = JsonSerializer.Serialize(consumer.Parameters, OrtcJson.Default.RtpParameters);
        using var written = JsonDocument.Parse(text);
        using var wanted = JsonDocument.Parse(expected);
        Assert.True(JsonElement.DeepEquals(wanted.RootElement, written.RootElement), text);
    }
}
