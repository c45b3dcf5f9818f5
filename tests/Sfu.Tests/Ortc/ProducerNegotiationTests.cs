// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using Vigil.Rtc.Rtp;
using Vigil.Sfu.Ortc;

namespace Vigil.Sfu.Tests.Ortc;

public class ProducerNegotiationTests
{
    [Fact]
    public void Takes_a_browsers_audio()
    {
        var producer = Samples.Producer("audio", Samples.Audio);
        Assert.Same(RouterCodec.Opus, producer.Codec);
        Assert.Equal(("audio", false, "0", 111, null), (producer.Kind, producer.IsVideo, producer.Mid, producer.PayloadType, producer.RtxPayloadType));
        Assert.Equal(new HeaderExtensionIds(Mid: 4, AbsSendTime: 2, AudioLevel: 1), producer.ExtensionIds);
        Assert.Equal([new NegotiatedEncoding(1862392969, null, null)], producer.Encodings);
    }

    [Fact]
    public void Takes_a_browsers_video()
    {
        var producer = Samples.Producer("video", Samples.Video);
        Assert.Same(RouterCodec.Vp8, producer.Codec);
        Assert.Equal(("video", true, "1", 96, (byte?)97), (producer.Kind, producer.IsVideo, producer.Mid, producer.PayloadType, producer.RtxPayloadType));
        Assert.Equal(new HeaderExtensionIds(Mid: 4, Rid: 10, RepairedRid: 11, AbsSendTime: 2, VideoOrientation: 13), producer.ExtensionIds);
        Assert.Equal([new NegotiatedEncoding(1503214327, 341527969, null)], producer.Encodings);
    }

    [Fact]
    public void Takes_simulcast_by_rid()
    {
        var producer = Samples.Producer("video", Edit(Samples.Video, p => p["encodings"] = JsonNode.Parse(Samples.SimulcastEncodings)));
        Assert.Equal([new(null, null, "r0"), new(null, null, "r1"), new NegotiatedEncoding(null, null, "r2")], producer.Encodings);
    }

    [Fact]
    public void Takes_what_a_simple_client_leaves_out()
    {
        var producer = Samples.Producer("video", """
            {"codecs":[{"mimeType":"VIDEO/vp8","payloadType":0,"clockRate":90000}],"headerExtensions":[],"encodings":[{"ssrc":4294967295}],"mid":null}
            """);
        Assert.Null(producer.Mid);
        Assert.Null(producer.RtxPayloadType);
        Assert.Equal(default, producer.ExtensionIds);
    }

    [Fact]
    public void Unknown_extensions_are_left_alone()
    {
        var producer = Samples.Producer("audio", Edit(Samples.Audio, p => ((JsonArray)p["headerExtensions"]!).Add(JsonNode.Parse("""{"uri":"urn:x","id":255}"""))));
        Assert.Equal(new HeaderExtensionIds(Mid: 4, AbsSendTime: 2, AudioLevel: 1), producer.ExtensionIds);
    }

    public static TheoryData<string, string, string> Wrong { get; } = new()
    {
        { "mid", "\"\"", "mid: must be 1 to 32 visible ASCII characters" },
        { "mid", "\"123456789012345678901234567890123\"", "mid: must be 1 to 32 visible ASCII characters" },
        { "mid", "\"a b\"", "mid: must be 1 to 32 visible ASCII characters" },
        { "codecs", "[]", "codecs: there must be one, and at most its rtx beside it" },
        { "codecs", "[null]", "codecs: null" },
        { "codecs", Codec("video/VP8", 96) + Rtx(97, 96) + Rtx(98, 96), "codecs: there must be one, and at most its rtx beside it" },
        { "codecs", Codec("video/H264", 96), "codecs: the first is not one that this router speaks" },
        { "codecs", Codec("video/VP8", 96, 48000), "codecs: the first is not one that this router speaks" },
        { "codecs", Rtx(97, 96), "codecs: the first is not one that this router speaks" },
        { "codecs", """[{"mimeType":"audio/opus","payloadType":96,"clockRate":48000,"channels":2}]""", "codecs: the first is of the other kind" },
        { "codecs", """[{"mimeType":"audio/opus","payloadType":96,"clockRate":48000}]""", "codecs: the first is not one that this router speaks" },
        { "codecs", Codec("video/VP8", 128), "codecs: payloadType must be 0 to 63 or 96 to 127" },
        { "codecs", Codec("video/VP8", -1), "codecs: payloadType must be 0 to 63 or 96 to 127" },
        { "codecs", Codec("video/VP8", 72), "codecs: payloadType must be 0 to 63 or 96 to 127" },
        { "codecs", Codec("video/VP8", 96) + Codec("video/VP8", 97), "codecs: the second must be rtx" },
        { "codecs", Codec("video/VP8", 96) + Rtx(96, 96), "codecs: two have the same payloadType" },
        { "codecs", Codec("video/VP8", 96) + Rtx(97, 95), "codecs: rtx must have the first one's payloadType as its apt" },
        { "codecs", Codec("video/VP8", 96) + Codec("video/rtx", 97), "codecs: rtx must have the first one's payloadType as its apt" },
        { "codecs", Codec("video/VP8", 96) + Codec("video/rtx", 97, 8000), "codecs: rtx has another clockRate than what it repairs" },
        { "headerExtensions", "[null]", "headerExtensions: null" },
        { "headerExtensions", Extension("urn:x", 0), "headerExtensions: id must be 1 to 14 or 16 to 255" },
        { "headerExtensions", Extension("urn:x", 15), "headerExtensions: id must be 1 to 14 or 16 to 255" },
        { "headerExtensions", Extension("urn:x", 256), "headerExtensions: id must be 1 to 14 or 16 to 255" },
        { "headerExtensions", Extension("urn:x", 1) + Extension("urn:y", 1), "headerExtensions: two have the same id" },
        { "headerExtensions", Extension("urn:x", 1) + Extension("urn:x", 2), "headerExtensions: two have the same uri" },
        { "headerExtensions", """[{"uri":"urn:x","id":1,"encrypt":true}]""", "headerExtensions: encryption is not supported" },
        { "headerExtensions", string.Concat(Enumerable.Range(20, 33).Select(i => Extension("urn:" + i, i))), "headerExtensions: more than 32" },
        { "encodings", "[]", "encodings: there must be 1 to 3" },
        { "encodings", """[{"ssrc":1},{"ssrc":2},{"ssrc":3},{"ssrc":4}]""", "encodings: there must be 1 to 3" },
        { "encodings", "[null]", "encodings: null" },
        { "encodings", "[{}]", "encodings: each needs an ssrc or a rid" },
        { "encodings", """[{"ssrc":0}]""", "encodings: ssrc must not be 0" },
        { "encodings", """[{"ssrc":1,"rtx":{"ssrc":0}}]""", "encodings: ssrc must not be 0" },
        { "encodings", """[{"ssrc":1,"rtx":{"ssrc":1}}]""", "encodings: two have the same ssrc" },
        { "encodings", """[{"ssrc":1,"rtx":{"ssrc":2}},{"ssrc":2}]""", "encodings: two have the same ssrc" },
        { "encodings", """[{"rid":""}]""", "encodings: rid must be 1 to 16 letters and digits" },
        { "encodings", """[{"rid":"a-b"}]""", "encodings: rid must be 1 to 16 letters and digits" },
        { "encodings", """[{"rid":"12345678901234567"}]""", "encodings: rid must be 1 to 16 letters and digits" },
        { "encodings", """[{"rid":"a"},{"rid":"a"}]""", "encodings: two have the same rid" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Refuses_with_what_is_wrong(string member, string value, string expected)
    {
        var list = value.Replace("][", ",", StringComparison.Ordinal);
        Refused("video", Edit(Samples.Video, p => p[member] = JsonNode.Parse(list)), expected);
    }

    [Theory]
    [InlineData("mid")]
    [InlineData("headerExtensions")]
    public void A_rid_alone_needs_what_names_it_in_packets(string without)
    {
        var text = Edit(Samples.Video, p =>
        {
            p["encodings"] = JsonNode.Parse(Samples.SimulcastEncodings);
            p[without] = without == "mid" ? null : new JsonArray();
        });
        Refused("video", text, "encodings: a rid without an ssrc needs a mid and the header extensions for mid and rid");
    }

    [Fact]
    public void Refuses_what_depends_on_the_rest()
    {
        Refused("screen", Samples.Video, "kind: must be audio or video");
        Refused("audio", Samples.Video, "codecs: the first is of the other kind");
        Refused("audio", Edit(Samples.Audio, p => p["encodings"] = JsonNode.Parse("""[{"ssrc":1},{"ssrc":2}]""")), "encodings: there must be 1 to 1");
        Refused("audio", Edit(Samples.Audio, p => p["encodings"] = JsonNode.Parse("""[{"ssrc":1,"rtx":{"ssrc":2}}]""")), "encodings: rtx without an rtx codec");
        Refused(
            "audio",
            Edit(Samples.Audio, p => ((JsonArray)p["codecs"]!).Add(JsonNode.Parse(Rtx(97, 111))![0]!.DeepClone())),
            "codecs: there is no rtx for this codec");
    }

    private static void Refused(string kind, string json, string expected)
    {
        Assert.False(ProducerNegotiation.TryNegotiate(kind, Samples.Parameters(json), out var producer, out var problem));
        Assert.Null(producer);
        Assert.Equal(expected, problem);
    }

    private static string Edit(string json, Action<JsonNode> edit)
    {
        var node = JsonNode.Parse(json)!;
        edit(node);
        return node.ToJsonString();
    }

    private static string Codec(string mimeType, int payloadType, int clockRate = 90000) =>
        $$"""[{"mimeType":"{{mimeType}}","payloadType":{{payloadType}},"clockRate":{{clockRate}}}]""";

    private static string Rtx(int payloadType, int apt) =>
        $$$"""[{"mimeType":"video/rtx","payloadType":{{{payloadType}}},"clockRate":90000,"parameters":{"apt":{{{apt}}}}}]""";

    private static string Extension(string uri, int id) => $$"""[{"uri":"{{uri}}","id":{{id}}}]""";
}
