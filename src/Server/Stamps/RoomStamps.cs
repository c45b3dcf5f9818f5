// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Vigil.Server.Meetings;

namespace Vigil.Server.Stamps;

/// <summary>The stamps of one room, each behind the last. Guarded by the room's gate, which makes the order.</summary>
internal sealed class RoomStamps(StampSigner signer, MeetingId meeting, TimeProvider time)
{
    private byte[] _previous = new byte[Stamp.PreviousLength];

    public byte[] Next(ParticipantId sender, in EnvelopeHead head)
    {
        var stamp = signer.Sign(meeting, sender, head, time.GetUtcNow(), _previous);
        _previous = SHA256.HashData(stamp);
        return stamp;
    }
}
