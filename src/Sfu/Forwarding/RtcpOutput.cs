// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using Vigil.Rtc.Rtcp;
using Vigil.Rtc.Rtp;

namespace Vigil.Sfu.Forwarding;

/// <summary>What we report to a peer and ask of it.</summary>
internal sealed class RtcpOutput(Transport transport)
{
    /// <summary>With SRTCP's overhead still far below any path's MTU.</summary>
    private const int MaxCompound = 1200;

    /// <summary>A camera in full quality. Until the SFU estimates, it grants this to each video stream: without a grant browsers stay at their start rate.</summary>
    private const ulong VideoBitsPerSecond = 2_500_000;

    /// <summary>As many blocks as one report has (RFC 3550 section 6.4.1).</summary>
    public const int MaxStreams = 31;

    private readonly uint ssrc = (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue);
    private readonly byte[] cname = Encoding.ASCII.GetBytes(transport.Cname);
    private readonly byte[] buffer = new byte[MaxCompound];

    public void SendNack(uint media, ReadOnlySpan<ushort> missing)
    {
        var writer = new RtcpWriter(buffer);
        if (writer.TryWriteNack(ssrc, media, missing)) { transport.SendRtcp(buffer.AsSpan(0, writer.Length)); }
    }

    public void SendPictureLossIndication(uint media)
    {
        var writer = new RtcpWriter(buffer);
        if (writer.TryWritePictureLossIndication(ssrc, media)) { transport.SendRtcp(buffer.AsSpan(0, writer.Length)); }
    }

    /// <summary>Once a second: how the peer's streams arrive here, and where ours stand on the clock.</summary>
    public void SendReports(long now)
    {
        SendReceiverReport(now);
        SendSenderReports(now);
    }

    private void SendReceiverReport(long now)
    {
        Span<ReportBlock> blocks = stackalloc ReportBlock[MaxStreams];
        Span<uint> video = stackalloc uint[MaxStreams];
        var (count, videoCount) = (0, 0);
        foreach (var producer in transport.Producers)
        {
            if (producer.Stream.TakeReport(now) is not { } block) { continue; }
            blocks[count++] = block;
            if (producer.Parameters.IsVideo) { video[videoCount++] = block.Ssrc; }
        }
        if (count == 0) { return; }

        var writer = new RtcpWriter(buffer);
        if (writer.TryWriteReceiverReport(ssrc, blocks[..count])
            && writer.TryWriteSourceDescription(ssrc, cname)
            && (videoCount == 0 || writer.TryWriteRemb(ssrc, video[..videoCount], VideoBitsPerSecond * (ulong)videoCount)))
        {
            transport.SendRtcp(buffer.AsSpan(0, writer.Length));
        }
    }

    private void SendSenderReports(long now)
    {
        var ntp = NtpTime.FromMilliseconds(now);
        var writer = new RtcpWriter(buffer);
        foreach (var consumer in transport.Consumers.All)
        {
            if (!consumer.TryReport(ntp, out var info)) { continue; }
            if (writer.Length + SenderReportLength > MaxCompound)
            {
                transport.SendRtcp(buffer.AsSpan(0, writer.Length));
                writer = new RtcpWriter(buffer);
            }
            writer.TryWriteSenderReport(consumer.Ssrc, info, []);
            writer.TryWriteSourceDescription(consumer.Ssrc, consumer.Cname);
        }
        if (writer.Length > 0) { transport.SendRtcp(buffer.AsSpan(0, writer.Length)); }
    }

    // 8 + 20 of the report, 8 + 2 + 22 of a cname and up to 4 of its end.
    private const int SenderReportLength = 8 + SenderInfo.Length + 8 + 2 + 22 + 4;
}
