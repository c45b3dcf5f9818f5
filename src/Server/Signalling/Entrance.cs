// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Vigil.Server.Crypto;
using Vigil.Server.Meetings;
using Vigil.Server.Meetings.Links;
using Vigil.Server.Signalling.Messages;
using Vigil.Server.Signalling.Rooms;
using Vigil.Server.Staff;
using Vigil.Server.Storage;

namespace Vigil.Server.Signalling;

/// <summary>Who a connection became by joining.</summary>
internal sealed record Entry(Meeting Meeting, MeetingRoom Room, Participant Participant);

/// <summary>Lets those into a meeting's room who prove a link that is good now.</summary>
internal sealed class Entrance(MeetingStore meetings, LinkCheck links, JoinLimit limit, MeetingRooms rooms, Sanctions sanctions, Announcements announcements)
{
    public MeetingRooms Rooms => rooms;

    /// <remarks>
    /// (1) how often this address tries   <see cref="JoinLimit"/>
    /// (2) the meeting, the proof of the key that the joiner says it has, and of the entry from which it says it comes back
    /// (3) what that key is: the meeting's own link, a personal one, the host's   <see cref="LinkCheck.Check"/>
    /// (4) whether an order ended the meeting; who proved a link learns which one
    /// (5) into the room, which may refuse   <see cref="MeetingRoom.TryEnter"/>
    /// (6) (3) and (4) once more: a revocation or an order meanwhile has not found this joiner in the room
    /// </remarks>
    public async Task<(Entry? Entry, Outcome Outcome)> EnterAsync(
        JoinRequest join, string routingKey, IPAddress? address, Challenge challenge, OutgoingQueue outgoing)
    {
        // (1)
        if (!limit.TryTake(address)) { return (null, TooMany); }
        // (2) The id in the request and the key in the address must be of one meeting: several machines are told apart by the key.
        if (join.Meeting.RoutingKey != routingKey || meetings.Find(join.Meeting) is not { } meeting) { return (null, NoMeeting); }
        var authority = new MeetingAuthority(meeting.Id, meeting.HostKey);
        if (!authority.ProvesLink(join.LinkKey, challenge, join.Participant, join.LeafKey, join.Proof)) { return (null, BadProof); }
        if (!TryReadReturn(join, authority, out var returns)) { return (null, BadReturn); }
        // (3)
        if (RefusalFor(links.Check(meeting, join.LinkKey)) is { } bad) { return (null, bad); }
        var cameBy = CameByOf(meeting, join.LinkKey);
        // (4)
        if (EndOf(meeting, cameBy) is { } ended) { return (null, ended); }
        var participant = new Participant(join.Participant, join.LeafKey, join.LinkKey, cameBy, challenge, outgoing) { Returns = returns };
        // (5)
        var (room, refusal, group) = rooms.Enter(meeting, participant);
        if (refusal is not null) { return (null, refusal); }
        // (6)
        if ((RefusalFor(links.Check(meeting, join.LinkKey)) ?? EndOf(meeting, cameBy)) is { } tooLate)
        {
            await rooms.LeaveAsync(meeting, room, participant);
            return (null, tooLate);
        }
        return (new Entry(meeting, room, participant), new JoinOk(rooms.RtpCapabilities, group));
    }

    /// <summary>Who comes later hears what those who were there have heard.</summary>
    public void TellOfOrders(Entry entry)
    {
        foreach (var news in announcements.Of(entry.Meeting.Id)) { entry.Room.TellOfOrder(entry.Participant, news); }
    }

    private Refusal? EndOf(Meeting meeting, CameBy cameBy) =>
        sanctions.OnMeeting(meeting.Id) is { } sanction ? Refusal.EndedByOrder(cameBy == CameBy.HostKey ? sanction.News : sanction.News with { Notice = null }) : null;

    private static bool TryReadReturn(JoinRequest join, MeetingAuthority authority, out ReturnProof? returns)
    {
        returns = null;
        return join.Returns is not { } bytes || (ReturnProof.TryParse(bytes, out returns) && authority.ProvesReturn(returns!, join.Participant, join.LeafKey));
    }

    private static CameBy CameByOf(Meeting meeting, PublicKey linkKey)
    {
        if (linkKey.Equals(meeting.HostKey)) { return CameBy.HostKey; }
        return linkKey.Equals(meeting.JoinKey) ? CameBy.MeetingLink : CameBy.PersonalLink;
    }

    private static Refusal TooMany => Refusal.TooMany("joins from this address; try again in a minute") with { Close = CloseCode.TooMany };

    private static Refusal NoMeeting => new("meeting_not_found", "there is no such meeting here") { Close = CloseCode.MeetingNotFound };

    private static Refusal BadProof => new("bad_proof", "the link is incomplete or wrong") { Close = CloseCode.Refused };

    private static Refusal BadReturn => new("bad_proof", "the proof of an earlier entry does not verify") { Close = CloseCode.Refused };

    private static Refusal? RefusalFor(LinkStanding standing) => standing switch
    {
        LinkStanding.Good => null,
        LinkStanding.Revoked => new("link_revoked", "the host revoked this link") { Close = CloseCode.Refused },
        LinkStanding.Early => new("link_early", "this link opens nothing yet") { Close = CloseCode.Refused },
        LinkStanding.Over => new("link_over", "this link's time is over") { Close = CloseCode.Refused },
        _ => BadProof,
    };
}
