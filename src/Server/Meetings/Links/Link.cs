// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Vigil.Server.Crypto;

namespace Vigil.Server.Meetings.Links;

/// <summary>A personal link's record, verbatim as the host signed it (docs/protocol/meeting.md section 2). Times are POSIX seconds, 0 for none.</summary>
internal sealed record Link([property: JsonPropertyName("link")] LinkId LinkId, byte[] Sealed, ulong NotBefore, ulong NotAfter, Signature Signature)
{
    public bool IsSignedFor(Meeting meeting) => Ed25519.Verify(
        meeting.HostKey,
        new SigningInput("vigil/link/v1\0"u8).Add(meeting.Id).Add(LinkId).Add(NotBefore).Add(NotAfter).Add(SHA256.HashData(Sealed)).Span,
        Signature);

    public bool IsSameAs(Link other) =>
        LinkId.Equals(other.LinkId) && Sealed.AsSpan().SequenceEqual(other.Sealed) && NotBefore == other.NotBefore
        && NotAfter == other.NotAfter && Signature.Equals(other.Signature);
}

/// <summary>A host's word that a link ends, the meeting's own included.</summary>
internal sealed record Revocation(Signature Signature)
{
    public bool IsSignedFor(Meeting meeting, LinkId link) =>
        Ed25519.Verify(meeting.HostKey, new SigningInput("vigil/link-revoke/v1\0"u8).Add(meeting.Id).Add(link).Span, Signature);
}

/// <summary>The hosts' book as the server has it: bytes that it cannot open (docs/protocol/meeting.md section 8).</summary>
internal sealed record Book(ulong Version, byte[] Sealed, Signature Signature)
{
    public bool IsSignedFor(Meeting meeting) => Ed25519.Verify(
        meeting.HostKey,
        new SigningInput("vigil/book/v1\0"u8).Add(meeting.Id).Add(Version).Add(SHA256.HashData(Sealed)).Span,
        Signature);

    public bool IsSameAs(Book other) =>
        Version == other.Version && Sealed.AsSpan().SequenceEqual(other.Sealed) && Signature.Equals(other.Signature);
}
