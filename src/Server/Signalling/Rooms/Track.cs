// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Signalling.Messages;

namespace Vigil.Server.Signalling.Rooms;

/// <summary>What a participant sends: a producer of the media plane and whose it is.</summary>
internal sealed class Track(string producer, Participant owner, MediaKind kind, MediaSource source)
{
    public string Producer => producer;

    public Participant Owner => owner;

    public bool IsPaused { get; set; }

    public ProducerAddedEvent Announcement => new(producer, owner.Id, kind, source, IsPaused);
}
