// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Vigil.Rtc.Srtp;

/// <summary>AES128_CM_HMAC_SHA1_80 (RFC 3711), the profile every WebRTC peer has (RFC 8827 section 6.5).</summary>
internal sealed class CounterModeSrtpCipher : SrtpCipher
{
    private readonly CounterModeKeys rtp;
    private readonly CounterModeKeys rtcp;

    private CounterModeSrtpCipher(CounterModeKeys rtp, CounterModeKeys rtcp) => (this.rtp, this.rtcp) = (rtp, rtcp);

    public override int TagLength => CounterModeKeys.TagLength;

    public static CounterModeSrtpCipher FromMasterKey(ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt) => new(
        new CounterModeKeys(masterKey, masterSalt, KeyLabel.RtpEncryption, KeyLabel.RtpAuthentication, KeyLabel.RtpSalt),
        new CounterModeKeys(masterKey, masterSalt, KeyLabel.RtcpEncryption, KeyLabel.RtcpAuthentication, KeyLabel.RtcpSalt));

    public override bool SealRtp(ReadOnlySpan<byte> plain, int headerLength, uint ssrc, long index, Span<byte> destination)
    {
        plain[..headerLength].CopyTo(destination);
        if (!rtp.Encrypt(ssrc, index, plain[headerLength..], destination[headerLength..])) { return false; }
        Span<byte> rollover = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(rollover, PacketIndex.RolloverCounter(index));
        rtp.WriteTag(destination[..plain.Length], rollover, destination[plain.Length..]);
        return true;
    }

    public override bool OpenRtp(Span<byte> packet, int headerLength, uint ssrc, long index)
    {
        Span<byte> rollover = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(rollover, PacketIndex.RolloverCounter(index));
        if (!rtp.IsAuthentic(packet[..^TagLength], rollover, packet[^TagLength..])) { return false; }
        var payload = packet[headerLength..^TagLength];
        return rtp.Encrypt(ssrc, index, payload, payload);
    }

    public override bool SealRtcp(ReadOnlySpan<byte> plain, uint ssrc, uint index, Span<byte> destination)
    {
        const int clear = PacketLayout.RtcpClearLength;
        plain[..clear].CopyTo(destination);
        if (!rtcp.Encrypt(ssrc, index, plain[clear..], destination[clear..])) { return false; }
        BinaryPrimitives.WriteUInt32BigEndian(destination[plain.Length..], EncryptedBit | index);
        rtcp.WriteTag(destination[..^TagLength], default, destination[^TagLength..]);
        return true;
    }

    public override bool OpenRtcp(Span<byte> packet, uint ssrc, uint index)
    {
        if (!rtcp.IsAuthentic(packet[..^TagLength], default, packet[^TagLength..])) { return false; }
        var payload = packet[PacketLayout.RtcpClearLength..^RtcpOverhead];
        return rtcp.Encrypt(ssrc, index, payload, payload);
    }

    public override void Dispose()
    {
        rtp.Dispose();
        rtcp.Dispose();
    }

    protected override int RtcpIndexOffset(int packetLength) => packetLength - TagLength - PacketLayout.RtcpIndexLength;
}
