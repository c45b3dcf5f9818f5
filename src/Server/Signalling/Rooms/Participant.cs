// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Crypto;
using Vigil.Server.Meetings;
using Vigil.Server.Signalling.Messages;

namespace Vigil.Server.Signalling.Rooms;

/// <summary>Somebody who proved the link, in a room. Changed only under the room's gate.</summary>
internal sealed class Participant(ParticipantId id, PublicKey leafKey, Challenge challenge, OutgoingQueue outgoing)
{
    public ParticipantId Id => id;

    public PublicKey LeafKey => leafKey;

    /// <summary>What this connection's proofs sign.</summary>
    public Challenge Challenge => challenge;

    public SessionState State { get; set; } = SessionState.Proven;

    public Role Role { get; set; }

    /// <summary>Until when, in POSIX seconds, a delegate may admit.</summary>
    public ulong DelegatedUntil { get; set; }

    /// <summary>The connection ended or was ended; whatever was under way for it comes to nothing.</summary>
    public bool IsGone { get; set; }

    public ParticipantMedia Media { get; } = new();

    public bool IsMember => State == SessionState.Member;

    public void Tell(ServerEvent happened) => outgoing.Add(happened);

    public void Tell(byte[] written) => outgoing.Add(written);

    public void Close(int code, string reason) => outgoing.Close(code, reason);
}
