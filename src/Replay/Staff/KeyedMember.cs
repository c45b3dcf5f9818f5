// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vigil.Orders.Approvals;
using Vigil.Tlog.Keys;

namespace Vigil.Replay.Staff;

/// <summary>What a browser and a security key make between them; tests change one thing of it.</summary>
internal sealed record AssertionParts
{
    public string Type { get; init; } = "webauthn.get";
    public required byte[] Challenge { get; init; }
    public string Origin { get; init; } = StagedSite.WebOrigin;
    public string MoreClientData { get; init; } = ",\"crossOrigin\":false";
    public string RpId { get; init; } = StagedSite.RpId;
    public byte Flags { get; init; } = 0x05;
    public byte[] Tail { get; init; } = [];

    public byte[] ClientData => Encoding.UTF8.GetBytes($"{{\"type\":\"{Type}\",\"challenge\":\"{Base64Url.EncodeToString(Challenge)}\",\"origin\":\"{Origin}\"{MoreClientData}}}");

    public byte[] AuthenticatorData
    {
        get
        {
            var data = new byte[37 + Tail.Length];
            SHA256.HashData(Encoding.UTF8.GetBytes(RpId), data);
            data[32] = Flags;
            BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(33), 7);
            Tail.CopyTo(data, 37);
            return data;
        }
    }
}

/// <summary>Where tests' staff sign, unless they say otherwise.</summary>
internal static class StagedSite
{
    public static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public const string RpId = "log.example";
    public const string WebOrigin = "https://log.example";
    public const string Origin = "log.example/log/staff-actions";
}

/// <summary>A member of staff with a virtual security key: P-256, or Ed25519 where the name says so.</summary>
internal sealed class KeyedMember
{
    private readonly ECDsa? _p256;
    private readonly Ed25519Signer? _ed25519;

    public KeyedMember(string id, string roles, string jurisdictions, string line, bool isEd25519 = false)
    {
        (Id, Roles, Line) = (id, roles.Split(' '), line);
        Jurisdictions = jurisdictions.Split(' ');
        if (isEd25519)
        {
            _ed25519 = Ed25519Signer.FromSeed(SHA256.HashData(Encoding.ASCII.GetBytes("seed of " + id)));
            Spki = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00, .. _ed25519.PublicKey.Span];
        }
        else
        {
            _p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            Spki = _p256.ExportSubjectPublicKeyInfo();
        }
    }

    /// <summary>Somebody whose key was made elsewhere; what the roster says of them stays unsaid.</summary>
    public KeyedMember(string id, byte[] credentialId, ECDsa p256)
    {
        CredentialId = credentialId;
        (Id, Roles, Jurisdictions, Line) = (id, [], [], "");
        _p256 = p256;
        Spki = p256.ExportSubjectPublicKeyInfo();
    }

    private KeyedMember(KeyedMember other)
    {
        (Id, Roles, Line, Jurisdictions, Spki) = (other.Id, other.Roles, other.Line, other.Jurisdictions, other.Spki);
        (_p256, _ed25519, RpId, WebOrigin, CredentialId) = (other._p256, other._ed25519, other.RpId, other.WebOrigin, other.CredentialId);
    }

    public string Id { get; }
    public string[] Roles { get; init; }

    /// <summary>Residence, employer, and any citizenships.</summary>
    public string[] Jurisdictions { get; init; }
    public string Line { get; init; }
    public DateTimeOffset Since { get; init; } = StagedSite.Begin;
    public byte[] Spki { get; }

    /// <summary>The site that the key was registered at.</summary>
    public string RpId { get; init; } = StagedSite.RpId;
    public string WebOrigin { get; init; } = StagedSite.WebOrigin;

    /// <summary>For a browser's virtual authenticator; P-256 only.</summary>
    public byte[] PrivateKey => _p256!.ExportPkcs8PrivateKey();
    public byte[] CredentialId { get => field ?? SHA256.HashData(Spki)[..16]; init; }

    /// <summary>The same person and key, registered at another site.</summary>
    public KeyedMember At(string rpId, string webOrigin) => new(this) { RpId = rpId, WebOrigin = webOrigin };

    /// <summary>The same person and key, beginning at another time.</summary>
    public KeyedMember From(DateTimeOffset since) => new(this) { Since = since };

    /// <summary>The same key in the hands of somebody of whom the roster says this.</summary>
    public KeyedMember As(string[] roles, string[] jurisdictions) => new(this) { Roles = roles, Jurisdictions = jurisdictions, Since = Since };

    public Assertion Sign(SigningPurpose purpose, ReadOnlySpan<byte> bytes) => SignChallenge(purpose.Challenge(bytes));

    public Assertion SignChallenge(byte[] challenge) => Sign(new AssertionParts { Challenge = challenge, Origin = WebOrigin, RpId = RpId });

    public Assertion Sign(AssertionParts parts) => SignRaw(parts.AuthenticatorData, parts.ClientData);

    public Assertion SignRaw(byte[] data, byte[] clientData)
    {
        byte[] signed = [.. data, .. SHA256.HashData(clientData)];
        var signature = _ed25519?.Sign(signed) ?? _p256!.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return new Assertion(Convert.ToBase64String(CredentialId), clientData, data, signature);
    }

    public void Write(Utf8JsonWriter json, DateTimeOffset since)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        Texts(json, "roles", Roles);
        json.WriteStartObject("jurisdictions");
        json.WriteString("residence", Jurisdictions[0]);
        json.WriteString("employer", Jurisdictions[1]);
        if (Jurisdictions.Length > 2) { Texts(json, "citizenship", Jurisdictions[2..]); }
        json.WriteEndObject();
        json.WriteString("line", Line);
        json.WriteString("since", Tlog.Entries.EntryTime.ToText(since));
        json.WriteStartArray("credentials");
        json.WriteStartObject();
        json.WriteBase64String("id", CredentialId);
        json.WriteBase64String("spki", Spki);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Texts(Utf8JsonWriter json, string name, string[] texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) { json.WriteStringValue(text); }
        json.WriteEndArray();
    }
}
