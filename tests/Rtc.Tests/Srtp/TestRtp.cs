// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Vigil.Rtc.Srtp;

namespace Vigil.Rtc.Tests.Srtp;

/// <summary>Packets and pairs of contexts for these tests.</summary>
internal static class TestRtp
{
    public const uint Ssrc = 0x01020304;

    public static byte[] Rtp(long index, int payloadLength, uint ssrc = Ssrc, int csrcs = 0, int extensionWords = -1)
    {
        var extension = extensionWords < 0 ? 0 : 4 + (4 * extensionWords);
        var header = 12 + (4 * csrcs) + extension;
        var packet = new byte[header + payloadLength];
        new Random((int)index).NextBytes(packet);
        packet[0] = (byte)(0x80 | csrcs | (extension > 0 ? 0x10 : 0));
        packet[1] = 96;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)index);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), ssrc);
        if (extension > 0) { BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(header - extension + 2), (ushort)extensionWords); }
        return packet;
    }

    public static byte[] Rtcp(int seed, int bodyLength, uint ssrc = Ssrc)
    {
        var packet = new byte[8 + bodyLength];
        new Random(seed).NextBytes(packet);
        packet[0] = 0x80;
        packet[1] = 201;
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), ssrc);
        return packet;
    }

    public static SrtpSender Sender(SrtpProfile profile, uint firstRtcpIndex = 0)
        => new(SrtpCipher.Create(profile, Key, Salt(profile), encrypt: true), firstRtcpIndex);

    public static SrtpReceiver Receiver(SrtpProfile profile) => new(profile, Key, Salt(profile));

    public static byte[] Protect(SrtpSender sender, byte[] plain)
    {
        var output = new byte[plain.Length + SrtpSender.MaxOverhead];
        return output[..sender.ProtectRtp(plain, output)];
    }

    public static byte[] ProtectRtcp(SrtpSender sender, byte[] plain)
    {
        var output = new byte[plain.Length + SrtpSender.MaxOverhead];
        return output[..sender.ProtectRtcp(plain, output)];
    }

    private static byte[] Key => [.. Enumerable.Range(1, 16).Select(i => (byte)i)];

    private static byte[] Salt(SrtpProfile profile)
        => [.. Enumerable.Range(100, profile == SrtpProfile.AeadAes128Gcm ? 12 : 14).Select(i => (byte)i)];
}
