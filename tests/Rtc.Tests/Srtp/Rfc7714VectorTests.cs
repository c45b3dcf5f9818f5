// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Net;
using Vigil.Rtc.Srtp;

namespace Vigil.Rtc.Tests.Srtp;

/// <summary>RFC 7714 sections 16.1 and 17.1: the RFC gives session keys and salts, so these go round key derivation.</summary>
public sealed class Rfc7714VectorTests
{
    private const uint RtcpIndex = 0x000005d4;

    private static readonly byte[] Key = Hex.Bytes("00010203 04050607 08090a0b 0c0d0e0f");
    private static readonly byte[] Salt = Hex.Bytes("51756964 2070726f 2071756f");

    private static readonly byte[] PlainRtp = Hex.Bytes("""
        8040f17b 8041f8d3 5501a0b2 47616c6c 69612065 7374206f 6d6e6973 20646976 69736120 696e2070
        61727465 73207472 6573
        """);

    /// <summary>Section 16.1.1.</summary>
    private static readonly byte[] ProtectedRtp = Hex.Bytes("""
        8040f17b 8041f8d3 5501a0b2 f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5 0d294e6f 42a5f47a
        51c7d19b 36de3adf 8833899d 7f27beb1 6a9152cf 765ee439 0cce
        """);

    private static readonly byte[] PlainRtcp = Hex.Bytes("""
        81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 4c756e61 deadbeef deadbeef
        deadbeef deadbeef deadbeef
        """);

    /// <summary>Section 17.1.</summary>
    private static readonly byte[] ProtectedRtcp = Hex.Bytes("""
        81c8000d 4d617273 63e94885 dcdab67c a727d766 2f6b7e99 7ff5c0f7 6c06f32d c676a5f1 730d6fda
        4ce09b46 86303ded 0bb9275b c84aa458 96cf4d2f c5abf872 45d9eade 800005d4
        """);

    [Fact]
    public void Section_16_1_encrypts()
    {
        using var sender = new SrtpSender(Cipher(encrypt: true));
        var output = new byte[PlainRtp.Length + SrtpSender.MaxOverhead];
        var length = sender.ProtectRtp(PlainRtp, output);
        Assert.Equal(ProtectedRtp, output[..length]);
    }

    [Fact]
    public void Section_16_1_decrypts()
    {
        using var receiver = new SrtpReceiver(Cipher(encrypt: false));
        var packet = ProtectedRtp.ToArray();
        Assert.Equal(DropReason.None, receiver.UnprotectRtp(packet, out var length));
        Assert.Equal(PlainRtp, packet[..length]);
    }

    [Fact]
    public void Section_17_1_encrypts()
    {
        using var sender = new SrtpSender(Cipher(encrypt: true), firstRtcpIndex: RtcpIndex);
        var output = new byte[PlainRtcp.Length + SrtpSender.MaxOverhead];
        var length = sender.ProtectRtcp(PlainRtcp, output);
        Assert.Equal(ProtectedRtcp, output[..length]);
    }

    [Fact]
    public void Section_17_1_decrypts()
    {
        using var receiver = new SrtpReceiver(Cipher(encrypt: false));
        var packet = ProtectedRtcp.ToArray();
        Assert.Equal(DropReason.None, receiver.UnprotectRtcp(packet, out var length));
        Assert.Equal(PlainRtcp, packet[..length]);
    }

    private static GcmSrtpCipher Cipher(bool encrypt) => new(Key, Salt, Key, Salt, encrypt);
}
