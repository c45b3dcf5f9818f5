// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Orders.Staff;

/// <summary>Who the staff are, from one entry of the log on. <see cref="Hash"/> is the SHA-256 of that entry.</summary>
public sealed class Roster
{
    private readonly Dictionary<string, Member> _byId;
    private readonly Dictionary<string, (Member Member, Credential Credential)> _byCredential = new(StringComparer.Ordinal);

    public Roster(IReadOnlyList<Member> members, string hash, ulong index)
    {
        ArgumentNullException.ThrowIfNull(members);
        (Members, Hash, Index) = (members, hash, index);
        _byId = members.ToDictionary(m => m.Id, StringComparer.Ordinal);
        foreach (var member in members)
        {
            foreach (var credential in member.Credentials) { _byCredential.Add(credential.Id, (member, credential)); }
        }
    }

    public IReadOnlyList<Member> Members { get; }
    public string Hash { get; }

    /// <summary>The entry that brought it.</summary>
    public ulong Index { get; }

    public Member? Find(string id) => _byId.GetValueOrDefault(id);

    public bool TryFindCredential(string credentialId, out Member? member, out Credential? credential)
    {
        var found = _byCredential.TryGetValue(credentialId, out var pair);
        (member, credential) = pair;
        return found;
    }
}
