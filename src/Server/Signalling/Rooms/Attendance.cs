// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics.CodeAnalysis;
using Vigil.Server.Meetings;
using Vigil.Server.Signalling.Messages;

namespace Vigil.Server.Signalling.Rooms;

/// <summary>
/// Who is in a room, in order of arrival, and the one gate that guards everything in the room. Whoever holds the gate
/// never waits: telling somebody only adds to a queue. So all members see the same order of events.
/// </summary>
internal sealed class Attendance
{
    private readonly OrderedDictionary<ParticipantId, Participant> _present = [];

    public Lock Gate { get; } = new();

    public int Count => _present.Count;

    public IEnumerable<Participant> Present => _present.Values;

    public IEnumerable<Participant> Members => _present.Values.Where(participant => participant.IsMember);

    public bool TryAdd(Participant participant) => _present.TryAdd(participant.Id, participant);

    public bool TryFind(ParticipantId id, [NotNullWhen(true)] out Participant? participant) => _present.TryGetValue(id, out participant);

    public bool Remove(Participant participant)
    {
        if (participant.IsGone) { return false; }
        participant.IsGone = true;
        return _present.Remove(participant.Id);
    }

    public void TellMembers(ServerEvent happened, Participant? except = null)
    {
        byte[]? written = null;
        foreach (var member in Members)
        {
            if (member != except) { member.Tell(written ??= MessageWriter.Write(happened)); }
        }
    }
}
