// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Vigil.Server.Crypto;
using Vigil.Server.Meetings;

namespace Vigil.Replay.Cast;

/// <summary>A meeting as a host's browser makes it, with the keys that sign in it.</summary>
internal sealed class StagedMeeting(KeyPair? host = null)
{
    public KeyPair Host { get; } = host ?? KeyPair.Random();

    public KeyPair Join { get; } = KeyPair.Random();

    public MeetingNonce Nonce { get; } = new(RandomNumberGenerator.GetBytes(16));

    public string Policy { get; init; } = """{"lobby":false,"jurisdictions":[]}""";

    public byte[] Details { get; init; } = RandomNumberGenerator.GetBytes(12 + 16 + 40);

    public MeetingId Id => MeetingId.Derive(Host.Public, Nonce);

    public JsonObject Body => WithDetails(Details);

    /// <summary>The body of the same meeting with these details, signed by its host.</summary>
    public JsonObject WithDetails(byte[] details) => new()
    {
        ["id"] = Id.Text,
        ["hostKey"] = Text(Host.Public.Span),
        ["nonce"] = Text(Nonce.Span),
        ["joinKey"] = Text(Join.Public.Span),
        ["policy"] = Policy,
        ["details"] = Text(details),
        ["signature"] = Text(SignCreation(details)),
    };

    public MeetingAuthority Authority => new(Id, Host.Public);

    public static string Text(ReadOnlySpan<byte> bytes) => StrictBase64Url.Encode(bytes);

    public byte[] Proof(KeyPair by, string label, ReadOnlySpan<byte> challenge, ReadOnlySpan<byte> participant, PublicKey leaf) =>
        by.Sign([.. Encoding.ASCII.GetBytes(label), 0, .. Id.Span, .. challenge, .. participant, .. leaf.Span]);

    public JsonObject Link(KeyPair link, ulong notBefore = 0, ulong notAfter = 0)
    {
        var (id, content) = (LinkId.Of(link.Public), RandomNumberGenerator.GetBytes(12 + 16 + 16));
        return new JsonObject
        {
            ["link"] = Text(id.Span),
            ["sealed"] = Text(content),
            ["notBefore"] = notBefore,
            ["notAfter"] = notAfter,
            ["signature"] = Text(Host.Sign([
                .. "vigil/link/v1\0"u8, .. Id.Span, .. id.Span, .. BigEndian(notBefore), .. BigEndian(notAfter), .. SHA256.HashData(content)])),
        };
    }

    public JsonObject Revocation(LinkId link) =>
        new() { ["signature"] = Text(Host.Sign([.. "vigil/link-revoke/v1\0"u8, .. Id.Span, .. link.Span])) };

    public JsonObject Book(ulong version, byte[] content) => new()
    {
        ["version"] = version,
        ["sealed"] = Text(content),
        ["signature"] = Text(Host.Sign([.. "vigil/book/v1\0"u8, .. Id.Span, .. BigEndian(version), .. SHA256.HashData(content)])),
    };

    public byte[] Delegation(PublicKey delegateKey, ulong expiry) =>
        [.. BigEndian(expiry), .. Host.Sign([.. "vigil/delegation/v1\0"u8, .. Id.Span, .. delegateKey.Span, .. BigEndian(expiry)])];

    public byte[] Admission(KeyPair issuer, ReadOnlySpan<byte> participant, PublicKey leaf, ulong expiry, byte[]? delegation = null, bool byRole = false)
    {
        var signature = issuer.Sign([.. "vigil/admission/v1\0"u8, .. Id.Span, .. participant, .. leaf.Span, .. BigEndian(expiry)]);
        return [1, .. participant, .. leaf.Span, .. BigEndian(expiry), .. issuer.Public.Span, .. signature,
            (byte)(delegation is not null ? 1 : byRole ? 2 : 0), .. delegation ?? []];
    }

    private byte[] SignCreation(byte[] details) => Host.Sign([
        .. "vigil/create/v1\0"u8, .. Id.Span, .. Join.Public.Span,
        .. SHA256.HashData(Encoding.UTF8.GetBytes(Policy)), .. SHA256.HashData(details)]);

    private static byte[] BigEndian(ulong value)
    {
        var bytes = new byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return bytes;
    }
}
