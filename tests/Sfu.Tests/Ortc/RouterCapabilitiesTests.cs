// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Vigil.Sfu.Ortc;

namespace Vigil.Sfu.Tests.Ortc;

public class RouterCapabilitiesTests
{
    [Fact]
    public void Codecs_have_the_shape_that_clients_load()
    {
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(RouterCapabilities.Supported, OrtcJson.Default.RtpCapabilities));
        using var expected = JsonDocument.Parse("""
            [{"kind":"audio","mimeType":"audio/opus","clockRate":48000,"preferredPayloadType":100,"channels":2,
              "parameters":{"minptime":10,"useinbandfec":1},"rtcpFeedback":[]},
             {"kind":"video","mimeType":"video/VP8","clockRate":90000,"preferredPayloadType":101,"parameters":{},
              "rtcpFeedback":[{"type":"nack","parameter":""},{"type":"nack","parameter":"pli"},{"type":"ccm","parameter":"fir"},
                {"type":"goog-remb","parameter":""}]},
             {"kind":"video","mimeType":"video/rtx","clockRate":90000,"preferredPayloadType":102,"parameters":{"apt":101},"rtcpFeedback":[]}]
            """);
        Assert.True(JsonElement.DeepEquals(expected.RootElement, json.RootElement.GetProperty("codecs")), json.RootElement.GetRawText());
    }

    [Fact]
    public void Header_extensions_have_their_fixed_ids()
    {
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(RouterCapabilities.Supported, OrtcJson.Default.RtpCapabilities));
        var lines = json.RootElement.GetProperty("headerExtensions").EnumerateArray().Select(e =>
        {
            Assert.False(e.GetProperty("preferredEncrypt").GetBoolean());
            var uri = e.GetProperty("uri").GetString()!;
            return $"{e.GetProperty("kind")} {uri[(uri.LastIndexOfAny([':', '/']) + 1)..]} {e.GetProperty("preferredId")} {e.GetProperty("direction")}";
        });
        Assert.Equal(
            [
                "audio mid 1 sendrecv", "video mid 1 sendrecv", "video rtp-stream-id 2 recvonly", "video repaired-rtp-stream-id 3 recvonly",
                "audio abs-send-time 4 sendrecv", "video abs-send-time 4 sendrecv", "audio ssrc-audio-level 10 sendrecv",
                "video video-orientation 11 sendrecv",
            ],
            lines);
    }

    [Fact]
    public void What_we_write_we_can_read()
    {
        var text = JsonSerializer.Serialize(RouterCapabilities.Supported, OrtcJson.Default.RtpCapabilities);
        Assert.Equal(text, JsonSerializer.Serialize(Samples.Capabilities(text), OrtcJson.Default.RtpCapabilities));
    }

    [Fact]
    public void Redundant_audio_is_never_offered() =>
        Assert.DoesNotContain(RouterCapabilities.Supported.Codecs, c => c.MimeType.EndsWith("/red", StringComparison.OrdinalIgnoreCase));
}
