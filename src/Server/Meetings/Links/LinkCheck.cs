// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Crypto;
using Vigil.Server.Storage;

namespace Vigil.Server.Meetings.Links;

/// <summary>How it stands with the link that somebody proves.</summary>
internal enum LinkStanding { Good, Unknown, Revoked, Early, Over }

/// <summary>Decides whether a link opens its meeting now.</summary>
internal sealed class LinkCheck(LinkStore links, TimeProvider time)
{
    public LinkStanding Check(Meeting meeting, PublicKey linkKey)
    {
        // No link's end shuts out the host.
        if (linkKey.Equals(meeting.HostKey)) { return LinkStanding.Good; }
        var id = LinkId.Of(linkKey);
        if (links.IsRevoked(meeting.Id, id)) { return LinkStanding.Revoked; }
        if (linkKey.Equals(meeting.JoinKey)) { return LinkStanding.Good; }
        return links.Find(meeting.Id, id) is { } link ? InTime(link) : LinkStanding.Unknown;
    }

    private LinkStanding InTime(Link link)
    {
        var now = (ulong)time.GetUtcNow().ToUnixTimeSeconds();
        if (now < link.NotBefore) { return LinkStanding.Early; }
        return link.NotAfter != 0 && now > link.NotAfter ? LinkStanding.Over : LinkStanding.Good;
    }
}
