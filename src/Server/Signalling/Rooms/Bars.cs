// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Crypto;
using Vigil.Server.Meetings;

namespace Vigil.Server.Signalling.Rooms;

/// <summary>
/// Who does not come back while the room is open: leaf keys and links of those whom hosts removed. A member who came by such a link, too, and only lost
/// the connection comes back all the same, by the word of the leaf key that was in the group. Guarded by the room's gate.
/// </summary>
internal sealed class Bars
{
    /// <summary>Far more than can be here; whoever was here longest ago is forgotten first.</summary>
    private const int MostMembers = 4096;

    private readonly HashSet<PublicKey> _leafKeys = [];
    private readonly HashSet<LinkId> _links = [];
    private readonly OrderedDictionary<ParticipantId, PublicKey> _members = [];

    public void Add(PublicKey leafKey) => _leafKeys.Add(leafKey);

    public void Add(LinkId link) => _links.Add(link);

    public bool Has(PublicKey leafKey) => _leafKeys.Contains(leafKey);

    /// <summary>By the link, and not one of those who were in already.</summary>
    public bool Shuts(Participant joiner) => _links.Contains(joiner.Link) && !Returns(joiner);

    /// <summary>An earlier entry is good for one return: the next one is this entry's.</summary>
    public void OnEntered(Participant member)
    {
        if (Returns(member)) { _members.Remove(member.Returns!.Participant); }
        if (_members.Count == MostMembers) { _members.RemoveAt(0); }
        _members[member.Id] = member.LeafKey;
    }

    public void OnExpelled(ParticipantId participant) => _members.Remove(participant);

    /// <summary>There is no group any more to return to.</summary>
    public void ForgetMembers() => _members.Clear();

    private bool Returns(Participant joiner) =>
        joiner.Returns is { } earlier && _members.TryGetValue(earlier.Participant, out var leafKey) && leafKey.Equals(earlier.LeafKey);
}
