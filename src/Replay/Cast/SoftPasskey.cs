// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vigil.Replay.Cast;

/// <summary>What a forger changes in an answer that is otherwise right.</summary>
internal sealed record Twist
{
    public string? Origin { get; init; }
    public bool CrossOrigin { get; init; }
    public string? TopOrigin { get; init; }
    public string? Type { get; init; }
    public string? RpId { get; init; }
    public byte[]? Challenge { get; init; }
    public string? UserHandle { get; init; }
    public bool HasNoUserHandle { get; init; }
    public uint? Counter { get; init; }
    public byte? Flags { get; init; }
    public bool IsWrongKey { get; init; }
}

/// <summary>A passkey in software (WebAuthn level 3, ES256, no attestation), which does what it is told and checks nothing.</summary>
internal sealed class SoftPasskey(string origin, string rpId = "localhost") : IDisposable
{
    private const byte UserPresent = 1, UserVerified = 4, BackupEligible = 8, BackedUp = 16, HasCredential = 64;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public byte[] Credential { get; } = RandomNumberGenerator.GetBytes(32);

    public string Id => StagedMeeting.Text(Credential);

    public uint Counter { get; set; }

    public bool IsSynced { get; init; }

    private string UserHandle { get; set; } = "";

    public JsonObject Create(JsonElement options, Twist? twist = null)
    {
        UserHandle = options.GetProperty("user").GetProperty("id").GetString()!;
        var clientData = ClientData("webauthn.create", options, twist);
        var writer = new CborWriter(CborConformanceMode.Ctap2Canonical);
        writer.WriteStartMap(3);
        writer.WriteTextString("fmt");
        writer.WriteTextString("none");
        writer.WriteTextString("attStmt");
        writer.WriteStartMap(0);
        writer.WriteEndMap();
        writer.WriteTextString("authData");
        writer.WriteByteString([.. Head(HasCredential, twist), .. new byte[16], 0, (byte)Credential.Length, .. Credential, .. PublicKey()]);
        writer.WriteEndMap();
        return Answer(new JsonObject { ["clientDataJSON"] = StagedMeeting.Text(clientData), ["attestationObject"] = StagedMeeting.Text(writer.Encode()), ["transports"] = new JsonArray("internal") });
    }

    public JsonObject Get(JsonElement options, Twist? twist = null)
    {
        var clientData = ClientData("webauthn.get", options, twist);
        var data = Head(0, twist);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signature = (twist?.IsWrongKey == true ? other : _key).SignData([.. data, .. SHA256.HashData(clientData)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        var response = new JsonObject { ["clientDataJSON"] = StagedMeeting.Text(clientData), ["authenticatorData"] = StagedMeeting.Text(data), ["signature"] = StagedMeeting.Text(signature) };
        if (twist?.HasNoUserHandle != true) { response["userHandle"] = twist?.UserHandle ?? UserHandle; }
        return Answer(response);
    }

    public void Dispose() => _key.Dispose();

    private JsonObject Answer(JsonObject response) => new()
    {
        ["id"] = Id,
        ["rawId"] = Id,
        ["type"] = "public-key",
        ["authenticatorAttachment"] = "platform",
        ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response,
    };

    private byte[] ClientData(string type, JsonElement options, Twist? twist)
    {
        var data = new JsonObject
        {
            ["type"] = twist?.Type ?? type,
            ["challenge"] = twist?.Challenge is { } other ? StagedMeeting.Text(other) : options.GetProperty("challenge").GetString(),
            ["origin"] = twist?.Origin ?? origin,
            ["crossOrigin"] = twist?.CrossOrigin ?? false,
        };
        if (twist?.TopOrigin is { } top) { data["topOrigin"] = top; }
        return Encoding.UTF8.GetBytes(data.ToJsonString());
    }

    private byte[] Head(byte more, Twist? twist)
    {
        var head = new byte[37];
        SHA256.HashData(Encoding.UTF8.GetBytes(twist?.RpId ?? rpId), head);
        var usual = (byte)(UserPresent | UserVerified | (IsSynced ? BackupEligible | BackedUp : 0));
        head[32] = (byte)((twist?.Flags ?? usual) | more);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(33), twist?.Counter ?? Counter);
        return head;
    }

    /// <summary>COSE_Key, RFC 9053 section 7.1.</summary>
    private byte[] PublicKey()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        var writer = new CborWriter(CborConformanceMode.Ctap2Canonical);
        writer.WriteStartMap(5);
        foreach (var (label, value) in new[] { (1, 2), (3, -7), (-1, 1) })
        {
            writer.WriteInt32(label);
            writer.WriteInt32(value);
        }
        writer.WriteInt32(-2);
        writer.WriteByteString(point.X!);
        writer.WriteInt32(-3);
        writer.WriteByteString(point.Y!);
        writer.WriteEndMap();
        return writer.Encode();
    }
}
