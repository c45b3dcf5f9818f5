// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Serialization;
using Vigil.Orders.Approvals;
using Vigil.Orders.Staff;
using Vigil.Server.Log.Files;
using Vigil.Server.Serving;

namespace Vigil.Server.Ceremonies;

/// <summary>
/// How far a ceremony is, as it lies in the data folder until the log has begun. Public keys, signatures, and hashes of the codes: whoever
/// reads it can sign nothing and open nobody's page.
/// </summary>
internal sealed record CeremonyRecord(
    int V, string Began, string Origin, string LogKey, string RpId, string WebOrigin, string Template, byte[] Policy, IReadOnlyList<Founder> Founders,
    byte[]? Roster = null, Declining? Declined = null)
{
    public const string Folder = "ceremony", FileName = "ceremony.json";

    public static CeremonyRecord Read(byte[] bytes, string path)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, RecordJson.Default.CeremonyRecord) is { V: 1 } record
                ? record
                : throw new StartException($"{path}: written by a newer version");
        }
        catch (JsonException e) { throw new StartException($"{path}: damaged: {e.Message}"); }
    }

    public void Store(DurableFolder folder) => folder.Write(FileName, JsonSerializer.SerializeToUtf8Bytes(this, RecordJson.Default.CeremonyRecord));

    public bool HasAllKeys => Founders.All(founder => founder.Key is not null);

    public bool HasAllSignatures => Founders.All(founder => founder.Approval is not null);

    public CeremonyRecord With(Founder changed) => this with { Founders = [.. Founders.Select(founder => founder.Member.Id == changed.Member.Id ? changed : founder)] };

    /// <summary>From here on it is these bytes that people sign, so no key changes any more.</summary>
    public CeremonyRecord WithRoster() => this with { Roster = JsonBytes.Of(WriteRoster) };

    private void WriteRoster(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("members");
        foreach (var founder in Founders) { founder.Write(json, Began); }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}

/// <summary>One of those who begin. <paramref name="Code"/> is the SHA-256 of what opens this person's page.</summary>
internal sealed record Founder(PlannedMember Member, string Code, FounderKey? Key = null, FounderSignature? Approval = null)
{
    public void Write(Utf8JsonWriter json, string since)
    {
        json.WriteStartObject();
        json.WriteString("id", Member.Id);
        WriteTexts(json, "roles", Member.Roles);
        json.WriteStartObject("jurisdictions");
        json.WriteString("residence", Member.Residence);
        json.WriteString("employer", Member.Employer);
        if (Member.Citizenship is { } citizenship) { WriteTexts(json, "citizenship", citizenship); }
        json.WriteEndObject();
        json.WriteString("line", Member.Line);
        json.WriteString("since", since);
        json.WriteStartArray("credentials");
        json.WriteStartObject();
        json.WriteBase64String("id", Key!.Id);
        json.WriteBase64String("spki", Key.Spki);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) { json.WriteStringValue(text); }
        json.WriteEndArray();
    }
}

internal sealed record FounderKey(byte[] Id, byte[] Spki)
{
    public bool IsSameAs(FounderKey other) => Id.AsSpan().SequenceEqual(other.Id) || Spki.AsSpan().SequenceEqual(other.Spki);

    public Credential ToCredential()
    {
        _ = StaffKey.TryParse(Spki, out var key);
        return new Credential(Convert.ToBase64String(Id), Convert.ToBase64String(Spki), key!);
    }
}

/// <summary>An assertion as pages send it and as the log will hold it.</summary>
internal sealed record FounderSignature(byte[] Cred, byte[] Cd, byte[] Ad, byte[] Sig)
{
    public Assertion ToAssertion() => new(Convert.ToBase64String(Cred), Cd, Ad, Sig);
}

/// <summary>Who would not, and their word for it.</summary>
internal sealed record Declining(string Id, string Word);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(CeremonyRecord))]
internal sealed partial class RecordJson : JsonSerializerContext;
