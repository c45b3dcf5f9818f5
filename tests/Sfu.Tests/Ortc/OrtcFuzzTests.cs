// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Vigil.Sfu.Ortc;
using Vigil.Tests;

namespace Vigil.Sfu.Tests.Ortc;

/// <summary>Any bytes are either no JSON of that shape (<see cref="JsonException"/>, which the signalling layer answers) or negotiate to a result or a problem.</summary>
public class OrtcFuzzTests
{
    [Fact]
    public void Produce() => Fuzz.Run([Utf8(Samples.Audio), Utf8(Samples.Video)], input =>
    {
        if (Read(input, OrtcJson.Default.RtpParameters) is not { } parameters) { return; }
        foreach (var kind in (string[])["audio", "video"])
        {
            var good = ProducerNegotiation.TryNegotiate(kind, parameters, out var producer, out var problem);
            Assert.Equal(good, problem.Length == 0);
            Assert.Equal(good, producer is not null);
            if (producer is null) { continue; }
            Assert.Equal(kind, producer.Kind);
            Assert.All(producer.Encodings, e => Assert.True(e.Ssrc is not null and not 0 || e.Rid is { Length: > 0 }));
        }
    });

    [Fact]
    public void Consume()
    {
        var producer = Samples.Producer("video", Samples.Video);
        Fuzz.Run([Utf8(Samples.Receiving)], input =>
        {
            if (Read(input, OrtcJson.Default.RtpCapabilities) is not { } client) { return; }
            var good = ConsumerNegotiation.TryNegotiate(producer, client, 1, 2, "0", "c", out var consumer, out var problem);
            Assert.Equal(good, problem.Length == 0);
            if (consumer is null) { return; }
            // What we send is ours alone: nothing of the client's can come back in it.
            Assert.True(JsonSerializer.Serialize(consumer.Parameters, OrtcJson.Default.RtpParameters).Length < 1200);
        });
    }

    [Fact]
    public void Connect() => Fuzz.Run(
        [Utf8($$"""{"role":"client","fingerprints":[{"algorithm":"sha-256","value":"{{string.Join(':', Enumerable.Repeat("AB", 32))}}"}]}""")],
        input =>
        {
            if (Read(input, OrtcJson.Default.DtlsParameters) is not { } parameters) { return; }
            Assert.Equal(DtlsNegotiation.TryNegotiate(parameters, out _, out var problem), problem.Length == 0);
        });

    private static T? Read<T>(Span<byte> input, JsonTypeInfo<T> type)
        where T : class
    {
        try { return JsonSerializer.Deserialize(input, type); }
        catch (JsonException) { return null; }
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
