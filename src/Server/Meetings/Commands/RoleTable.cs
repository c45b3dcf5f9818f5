// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Crypto;

namespace Vigil.Server.Meetings.Commands;

/// <summary>A role that a chain gave by name: to whom, and whose word it was.</summary>
internal sealed record GivenRole(MeetingRole Role, ParticipantId Participant, PublicKey Issuer);

/// <summary>Who has which role by the commands so far, and whom they removed.</summary>
internal sealed class RoleTable(PublicKey hostKey)
{
    private readonly Dictionary<PublicKey, GivenRole> _given = [];
    private readonly HashSet<ParticipantId> _removed = [];

    public GivenRole? Given(PublicKey leafKey) => _given.GetValueOrDefault(leafKey);

    public bool IsRemoved(ParticipantId participant) => _removed.Contains(participant);

    /// <summary>Whose powers a co-host cannot touch.</summary>
    public bool IsHostOrCoHost(ParticipantId participant, PublicKey? leafKey = null) =>
        Of(participant, leafKey).Any(given => given.Role <= MeetingRole.CoHost);

    /// <summary>Made host by the host key itself, as its holders make themselves: nobody else changes that.</summary>
    public bool IsMadeByHostKey(ParticipantId participant, PublicKey? leafKey = null) =>
        Of(participant, leafKey).Any(given => given.Role == MeetingRole.Host && given.Issuer.Equals(hostKey));

    public bool IsKnown(ParticipantId participant, PublicKey leafKey) => Of(participant, leafKey).Any();

    public void Give(PublicKey leafKey, GivenRole role) => _given[leafKey] = role;

    public void Remove(ParticipantId participant)
    {
        _removed.Add(participant);
        foreach (var (leafKey, given) in _given)
        {
            if (given.Participant.Equals(participant)) { _given.Remove(leafKey); }
        }
    }

    public void Move(PublicKey from, ParticipantId participant, PublicKey leafKey)
    {
        if (_given.Remove(from, out var given)) { _given.Add(leafKey, given with { Participant = participant }); }
    }

    /// <summary>A target is judged by its participant and its leaf key, so that naming half of somebody else helps nobody.</summary>
    private IEnumerable<GivenRole> Of(ParticipantId participant, PublicKey? leafKey) =>
        _given.Where(pair => pair.Key.Equals(leafKey) || pair.Value.Participant.Equals(participant)).Select(pair => pair.Value);
}
