// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Crypto;
using Vigil.Server.Meetings;
using Vigil.Server.Signalling.Messages;
using Vigil.Server.Staff;

namespace Vigil.Server.Signalling.Rooms;

/// <summary>With which key somebody proved entry.</summary>
internal enum CameBy { MeetingLink, PersonalLink, HostKey }

/// <summary>Somebody who proved a link, in a room. Changed only under the room's gate.</summary>
internal sealed class Participant(
    ParticipantId id, PublicKey leafKey, PublicKey linkKey, CameBy cameBy, Challenge challenge, OutgoingQueue outgoing)
{
    /// <summary>The host's own word, and what an admitter gave last.</summary>
    private AcceptedAdmission? _own, _given;

    private sealed record AcceptedAdmission(byte[] Bytes, Admission Admission);

    public ParticipantId Id => id;

    public PublicKey LeafKey => leafKey;

    public PublicKey LinkKey => linkKey;

    public LinkId Link { get; } = LinkId.Of(linkKey);

    public CameBy CameBy => cameBy;

    /// <summary>The entry before, if it says that it comes back from one and proved it.</summary>
    public ReturnProof? Returns { get; init; }

    /// <summary>What this connection's proofs sign.</summary>
    public Challenge Challenge => challenge;

    public SessionState State { get; set; } = SessionState.Proven;

    public bool HoldsHostKey { get; set; } = cameBy == CameBy.HostKey;

    /// <summary>What its role allows, as of the last command.</summary>
    public Rights Rights { get; set; }

    /// <summary>Until when, in POSIX seconds, a delegate may admit; 0 for who is none.</summary>
    public ulong DelegatedUntil { get; set; }

    /// <summary>The connection ended or was ended; whatever was under way for it comes to nothing.</summary>
    public bool IsGone { get; set; }

    public ParticipantMedia Media { get; } = new();

    public bool IsMember => State == SessionState.Member;

    /// <summary>The admission that it presented itself, as holders of the host key do; null for everybody else.</summary>
    public byte[]? OwnAdmission => _own?.Bytes;

    /// <summary>Presented by itself: stays good beside what others may still give.</summary>
    public void Present(byte[] bytes, Admission admission) => Accept(ref _own, bytes, admission);

    public void Admit(byte[] bytes, Admission admission) => Accept(ref _given, bytes, admission);

    /// <summary>The admission of these bytes, if it is one that was accepted for this participant.</summary>
    public Admission? Accepted(ReadOnlySpan<byte> bytes)
    {
        if (_given is not null && bytes.SequenceEqual(_given.Bytes)) { return _given.Admission; }
        return _own is not null && bytes.SequenceEqual(_own.Bytes) ? _own.Admission : null;
    }

    public void Tell(ServerEvent happened) => outgoing.Add(happened);

    public void Tell(byte[] written) => outgoing.Add(written);

    public void TellOfOrder(string what, OrderNews news) => Tell(news.ToEvent(what, HoldsHostKey));

    public void Refuse(RefusedReason reason)
    {
        Tell(new RefusedEvent(reason));
        Close(CloseCode.Refused, "refused");
    }

    public void Close(int code, string reason) => outgoing.Close(code, reason);

    private void Accept(ref AcceptedAdmission? kept, byte[] bytes, Admission admission)
    {
        kept = new AcceptedAdmission(bytes, admission);
        if (State == SessionState.Proven) { State = SessionState.Admitted; }
    }
}
