// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Signalling.Messages;

namespace Vigil.Server.Signalling.Rooms;

/// <summary>What one participant has in the media plane. Changed only under the room's gate.</summary>
internal sealed class ParticipantMedia
{
    private readonly Dictionary<TransportDirection, string> _transports = [];

    /// <summary>Consumer id to the id of the producer it receives.</summary>
    public Dictionary<string, string> Consumers { get; } = [];

    /// <summary>Producers that exist or are being made.</summary>
    public int Producers { get; set; }

    public IReadOnlyCollection<string> Transports => _transports.Values;

    /// <summary>Takes the place of a transport before the media plane has made it, so that there is never a second one.</summary>
    public bool TryReserve(TransportDirection direction) => _transports.TryAdd(direction, "");

    public void Set(TransportDirection direction, string transport) => _transports[direction] = transport;

    public void Clear(TransportDirection direction) => _transports.Remove(direction);

    public string? Transport(TransportDirection direction) =>
        _transports.TryGetValue(direction, out var transport) && transport.Length > 0 ? transport : null;

    public TransportDirection? DirectionOf(string transport)
    {
        foreach (var (direction, id) in _transports)
        {
            if (id.Length > 0 && id == transport) { return direction; }
        }
        return null;
    }
}
