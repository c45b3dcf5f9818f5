// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Crypto;
using Vigil.Server.Meetings;

namespace Vigil.Server.Signalling.Rooms;

/// <summary>Who does not come back while the room is open: leaf keys and links of those whom hosts removed. Guarded by the room's gate.</summary>
internal sealed class Bars
{
    private readonly HashSet<PublicKey> _leafKeys = [];
    private readonly HashSet<LinkId> _links = [];

    public void Add(PublicKey leafKey) => _leafKeys.Add(leafKey);

    public void Add(LinkId link) => _links.Add(link);

    public bool Has(PublicKey leafKey) => _leafKeys.Contains(leafKey);

    public bool Has(LinkId link) => _links.Contains(link);
}
