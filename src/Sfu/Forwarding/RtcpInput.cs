// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Net;
using Vigil.Rtc.Rtcp;
using Vigil.Sfu.Workers;

namespace Vigil.Sfu.Forwarding;

/// <summary>What a peer reports and asks for: reports go to the streams it sends, wishes to the consumers it has.</summary>
internal sealed class RtcpInput(Worker worker, Transport transport)
{
    public void Read(ReadOnlySpan<byte> compound, long now)
    {
        var reader = new RtcpReader(compound);
        while (reader.TryReadNext(out var packet))
        {
            switch (packet.Kind)
            {
                case RtcpKind.SenderReport: OnSenderReport(packet, now); break;
                case RtcpKind.Nack: OnNack(packet, now); break;
                case RtcpKind.PictureLossIndication: OnKeyFrameWish(packet.MediaSsrc, now); break;
                case RtcpKind.FullIntraRequest:
                    foreach (var request in packet.FullIntraRequests) { OnKeyFrameWish(request.Ssrc, now); }
                    break;
                default: break; // reports on what we send, and estimates: congestion control reads them
            }
        }
        if (reader.Malformed) { worker.Drops.Add(DropReason.MalformedRtcp); }
    }

    private void OnSenderReport(in RtcpPacket packet, long now)
    {
        if (transport.Streams.TryFindMedia(packet.SenderSsrc, out var stream)) { stream.OnSenderReport(packet.SenderInfo, now); }
    }

    private void OnNack(in RtcpPacket packet, long now)
    {
        if (!transport.Consumers.TryFind(packet.MediaSsrc, out var consumer)) { return; }
        foreach (var number in packet.LostPackets) { worker.Drops.Add(consumer.TryResend(number, now)); }
    }

    private void OnKeyFrameWish(uint ssrc, long now)
    {
        if (transport.Consumers.TryFind(ssrc, out var consumer)) { consumer.RequestKeyFrame(now); }
    }
}
