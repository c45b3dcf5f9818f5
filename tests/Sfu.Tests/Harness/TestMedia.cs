// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Rtp;
using Vigil.Sfu.Ortc;

namespace Vigil.Sfu.Tests.Harness;

/// <summary>Parameters and packets as Chrome makes them.</summary>
internal static class TestMedia
{
    public const byte Vp8 = 96;
    public const byte Rtx = 97;
    public const byte Opus = 111;
    public const byte MidId = 9;

    public static RtpParameters Video(uint ssrc, uint? rtxSsrc = null, string mid = "0") => new(
        mid,
        [
            new RtpCodecParameters("video/VP8", Vp8, 90_000),
            new RtpCodecParameters("video/rtx", Rtx, 90_000, null, new Dictionary<string, ParameterValue> { ["apt"] = ParameterValue.Of(Vp8) }),
        ],
        [new RtpHeaderExtensionParameters(HeaderExtensionUris.Mid, MidId)],
        [new RtpEncodingParameters(ssrc, null, rtxSsrc is { } rtx ? new RtxParameters(rtx) : null)]);

    public static RtpParameters Audio(uint ssrc, string mid = "1") => new(
        mid,
        [new RtpCodecParameters("audio/opus", Opus, 48_000, 2)],
        [new RtpHeaderExtensionParameters(HeaderExtensionUris.Mid, MidId)],
        [new RtpEncodingParameters(ssrc)]);

    public static uint Ssrc(this ConsumerInfo consumer) => consumer.RtpParameters.Encodings[0].Ssrc!.Value;

    /// <summary>The first packet of a frame: descriptor with S, the frame header's P bit, then bytes that only the sender knows.</summary>
    public static byte[] FrameStart(bool isKey, int content) => [0x10, (byte)(isKey ? 0 : 1), .. Content(content)];

    public static byte[] FrameRest(int content) => [0x00, .. Content(content)];

    public static byte[] Packet(byte payloadType, uint ssrc, ushort number, uint timestamp, ReadOnlySpan<byte> payload, bool marker = false, string? mid = null)
    {
        var bytes = new byte[1400];
        Assert.True(RtpHeaderWriter.TryBegin(bytes, marker, new OutgoingRtp(payloadType, ssrc, number, timestamp), twoByte: false, out var writer));
        if (mid is not null) { Assert.True(writer.TryAdd(MidId, System.Text.Encoding.UTF8.GetBytes(mid))); }
        Assert.True(writer.TryFinish(out var length));
        payload.CopyTo(bytes.AsSpan(length));
        return bytes[..(length + payload.Length)];
    }

    public static byte[] Padding(byte payloadType, uint ssrc, ushort number)
    {
        var packet = Packet(payloadType, ssrc, number, 0, new byte[200]);
        packet[0] |= 0x20;
        packet[^1] = 200;
        return packet;
    }

    private static byte[] Content(int content)
    {
        var bytes = new byte[1000];
        new Random(content).NextBytes(bytes);
        return bytes;
    }
}
