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

    /// <summary>What stands in the link's fragment.</summary>
    public byte[] Secret { get; } = RandomNumberGenerator.GetBytes(16);

    public KeyPair Join => field ??= new KeyPair(Derive("vigil/join/v1", 32));

    public MeetingNonce Nonce { get; } = new(RandomNumberGenerator.GetBytes(16));

    public string Policy { get; init; } = """{"lobby":false,"jurisdictions":[]}""";

    public byte[] Details { get; set; } = RandomNumberGenerator.GetBytes(12 + 16 + 40);

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

    /// <summary>From the link's secret (docs/protocol/meeting.md section 1).</summary>
    public byte[] Derive(string use, int length) => HKDF.DeriveKey(HashAlgorithmName.SHA256, Secret, length, Id.Span.ToArray(), Encoding.ASCII.GetBytes(use));

    /// <summary>Details that only holders of the link can read.</summary>
    public byte[] SealTitle(string title)
    {
        var plain = Encoding.UTF8.GetBytes(new JsonObject { ["title"] = title }.ToJsonString().PadRight(256));
        var (nonce, sealedPart, tag) = (RandomNumberGenerator.GetBytes(12), new byte[plain.Length], new byte[16]);
        using var gcm = new AesGcm(Derive("vigil/details/v1", 16), tag.Length);
        gcm.Encrypt(nonce, plain, sealedPart, tag, DetailsContext);
        return [.. nonce, .. sealedPart, .. tag];
    }

    /// <summary>The title that these details give under a key; null if it is not theirs.</summary>
    public string? OpenTitle(ReadOnlySpan<byte> key)
    {
        var plain = new byte[Details.Length - 12 - 16];
        using var gcm = new AesGcm(key, 16);
        try { gcm.Decrypt(Details.AsSpan(0, 12), Details.AsSpan(12, plain.Length), Details.AsSpan(^16), plain, DetailsContext); }
        catch (AuthenticationTagMismatchException) { return null; }
        return JsonNode.Parse(plain)!["title"]!.GetValue<string>();
    }

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

    private byte[] DetailsContext => [.. "vigil/details/v1\0"u8, .. Id.Span];

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
