// SPDX-License-Identifier: Apache-2.0
namespace Vigil.Orders.State;

/// <summary>One demand in the register: open, or sealed until a date.</summary>
public sealed class Request
{
    internal Request(string id, ulong index, DateTimeOffset received, RequestDetails? details, ReadOnlyMemory<byte> commitment, DateTimeOffset? opens) =>
        (Id, Index, Received, Details, Commitment, Opens) = (id, index, received, details, commitment, opens);

    public string Id { get; }
    public ulong Index { get; }
    public DateTimeOffset Received { get; }

    /// <summary>Null while sealed.</summary>
    public RequestDetails? Details { get; internal set; }

    /// <summary>When a sealed one has to be opened.</summary>
    public DateTimeOffset? Opens { get; }

    internal ReadOnlyMemory<byte> Commitment { get; }
}
