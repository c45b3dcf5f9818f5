// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Vigil.Rtc.Rtp;

namespace Vigil.Sfu.Forwarding;

/// <summary>Finds the stream that a received packet belongs to: by SSRC, and the first time by mid and rid if need be.</summary>
internal sealed class StreamTable
{
    private readonly Dictionary<uint, Route> bySsrc = [];
    private readonly List<Candidate> candidates = [];

    /// <summary>False if one of its SSRCs is another stream's.</summary>
    public bool TryAdd(ReceivedStream stream)
    {
        if (IsTaken(stream.Ssrc) || IsTaken(stream.RtxSsrc)) { return false; }
        if (stream.Ssrc is { } ssrc) { bySsrc.Add(ssrc, new Route(stream, IsRtx: false)); }
        if (stream.RtxSsrc is { } rtxSsrc) { bySsrc.Add(rtxSsrc, new Route(stream, IsRtx: true)); }
        candidates.Add(new Candidate(stream));
        return true;
    }

    public void Remove(ReceivedStream stream)
    {
        if (stream.Ssrc is { } ssrc) { bySsrc.Remove(ssrc); }
        if (stream.RtxSsrc is { } rtxSsrc) { bySsrc.Remove(rtxSsrc); }
        candidates.RemoveAll(candidate => candidate.Stream == stream);
    }

    public bool TryFind(in RtpPacket packet, out Route route) =>
        bySsrc.TryGetValue(packet.Ssrc, out route) || TryLatch(packet, out route);

    public bool TryFindMedia(uint ssrc, out ReceivedStream stream)
    {
        var found = bySsrc.TryGetValue(ssrc, out var route) && !route.IsRtx;
        stream = route.Stream;
        return found;
    }

    private bool IsTaken(uint? ssrc) => ssrc is { } value && bySsrc.ContainsKey(value);

    // Mid and rid stand only in the first packets (RFC 8852 section 3.2), so the SSRC that came with them is kept. A stream
    // latches once: whoever is authenticated on this transport may name its own streams, not grow the table.
    private bool TryLatch(in RtpPacket packet, out Route route)
    {
        route = default;
        foreach (var candidate in candidates)
        {
            var isRtx = packet.PayloadType == candidate.Stream.RtxPayloadType;
            var isOpen = (isRtx ? candidate.Stream.RtxSsrc : candidate.Stream.Ssrc) is null;
            if (!isOpen || !(isRtx || packet.PayloadType == candidate.Stream.PayloadType)) { continue; }
            if (!candidate.IsNamedBy(packet, isRtx)) { continue; }

            candidate.Stream.Latch(packet.Ssrc, isRtx);
            route = new Route(candidate.Stream, isRtx);
            bySsrc.Add(packet.Ssrc, route);
            return true;
        }
        return false;
    }

    /// <summary>A stream, and whether the packet is a retransmission on its RTX stream.</summary>
    public readonly record struct Route(ReceivedStream Stream, bool IsRtx);

    private sealed class Candidate(ReceivedStream stream)
    {
        private readonly byte[]? mid = ToBytes(stream.Producer.Parameters.Mid);
        private readonly byte[]? rid = ToBytes(stream.Rid);
        private readonly HeaderExtensionIds ids = stream.Producer.Parameters.ExtensionIds;

        public ReceivedStream Stream => stream;

        // One name at least must be there, and each that is there must fit.
        public bool IsNamedBy(in RtpPacket packet, bool isRtx)
        {
            var named = false;
            if (mid is not null && packet.TryGetExtension(ids.Mid, out var value))
            {
                if (!value.SequenceEqual(mid)) { return false; }
                named = true;
            }
            if (rid is null) { return named; }
            return packet.TryGetExtension(isRtx ? ids.RepairedRid : ids.Rid, out value) && value.SequenceEqual(rid);
        }

        private static byte[]? ToBytes(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);
    }
}
