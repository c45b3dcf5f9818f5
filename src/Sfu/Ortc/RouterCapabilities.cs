// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Sfu.Ortc;

/// <summary>What every router speaks, in the form in which clients load it.</summary>
public static class RouterCapabilities
{
    public static RtpCapabilities Supported { get; } = new(
        [.. RouterCodec.All.SelectMany(WithRtx)],
        [.. RouterHeaderExtension.All.Select(e => new RtpHeaderExtensionCapability(e.Uri, e.Id, e.Kind, false, e.Direction))]);

    private static IEnumerable<RtpCodecCapability> WithRtx(RouterCodec codec)
    {
        yield return new(codec.Kind, codec.MimeType, codec.ClockRate, codec.PayloadType, codec.Channels, codec.Parameters, codec.Feedback);
        if (codec.RtxPayloadType is { } rtx)
        {
            var apt = new Dictionary<string, ParameterValue> { ["apt"] = ParameterValue.Of(codec.PayloadType) };
            yield return new(codec.Kind, RouterCodec.RtxMimeType(codec.Kind), codec.ClockRate, rtx, null, apt, []);
        }
    }
}
