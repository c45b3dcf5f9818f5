// SPDX-License-Identifier: Apache-2.0
using Vigil.Rtc.Rtp;

namespace Vigil.Sfu.Ortc;

/// <summary>A header extension that the router speaks, under the id that all consumers get.</summary>
/// <param name="Kind">The kind of media it goes with.</param>
/// <param name="Uri">One of <see cref="HeaderExtensionUris"/>.</param>
/// <param name="Id">Its id in what the router sends.</param>
/// <param name="Direction">As the router sees it: <c>recvonly</c> is asked of producers but not given to consumers.</param>
public sealed record RouterHeaderExtension(string Kind, string Uri, byte Id, string Direction)
{
    private const string Both = "sendrecv";
    private const string FromProducers = "recvonly";

    // Transport-wide congestion control and the dependency descriptor are left out: nothing here answers the first or needs the second.
    public static IReadOnlyList<RouterHeaderExtension> All { get; } =
    [
        new(MediaKind.Audio, HeaderExtensionUris.Mid, 1, Both),
        new(MediaKind.Video, HeaderExtensionUris.Mid, 1, Both),
        new(MediaKind.Video, HeaderExtensionUris.Rid, 2, FromProducers),
        new(MediaKind.Video, HeaderExtensionUris.RepairedRid, 3, FromProducers),
        new(MediaKind.Audio, HeaderExtensionUris.AbsSendTime, 4, Both),
        new(MediaKind.Video, HeaderExtensionUris.AbsSendTime, 4, Both),
        new(MediaKind.Audio, HeaderExtensionUris.AudioLevel, 10, Both),
        new(MediaKind.Video, HeaderExtensionUris.VideoOrientation, 11, Both),
    ];

    /// <summary>Whether consumers may get it.</summary>
    public bool IsSent => Direction == Both;
}
