// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Vigil.Server.Crypto;

namespace Vigil.Server.Meetings;

/// <summary>A meeting's public parts, verbatim as its host's browser made them. There is nothing else about it to know.</summary>
internal sealed record Meeting(
    MeetingId Id, PublicKey HostKey, MeetingNonce Nonce, PublicKey JoinKey, string Policy, byte[] Details, Signature Signature)
{
    public bool IsSameAs(Meeting other) =>
        Id.Equals(other.Id) && HostKey.Equals(other.HostKey) && Nonce.Equals(other.Nonce) && JoinKey.Equals(other.JoinKey)
        && Policy == other.Policy && Details.AsSpan().SequenceEqual(other.Details) && Signature.Equals(other.Signature);

    /// <summary>Was found to be readable when the meeting was registered.</summary>
    public MeetingPolicy ReadPolicy() => JsonSerializer.Deserialize(Policy, MeetingJson.Default.MeetingPolicy)!;
}

/// <summary>What the host decided for the meeting. Its text is kept and signed verbatim; this is how it reads.</summary>
internal sealed record MeetingPolicy(bool Lobby, IReadOnlyList<string> Jurisdictions);
