// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Serialization;
using Vigil.Orders.Staff;

namespace Vigil.Server.Ceremonies;

/// <summary>Somebody of the first roster, before there is a key.</summary>
public sealed record PlannedMember(
    string Id, IReadOnlyList<string> Roles, string Residence, string Employer, string Line, IReadOnlyList<string>? Citizenship = null)
{
    internal IEnumerable<string> Countries => [Residence, Employer, .. Citizenship ?? []];
}

/// <summary>Who shall be the first staff, and by which rules: what an operator writes down before the ceremony. What is wrong with it, <see cref="PlanCheck"/> says.</summary>
public sealed record CeremonyPlan(string Template, IReadOnlyList<string> Operator, IReadOnlyList<PlannedMember> Members)
{
    public const string Small = "small", Standard = "standard";

    public static IReadOnlyList<string> Templates { get; } = [Small, Standard];

    /// <summary>A plan to begin with, of people who do not exist.</summary>
    public static CeremonyPlan Example(string template)
    {
        PlannedMember[] three =
        [
            new("operator-1", ["operator", "privacy"], "DE", "DE", "north"),
            new("legal-1", ["legal"], "FR", "FR", "board", ["CH"]),
            new("trustee-1", ["trustee"], "KR", "KR", "outside"),
        ];
        PlannedMember[] two = [new("privacy-1", ["privacy", "trust"], "FR", "DE", "board"), new("trustee-2", ["trustee", "legal"], "CH", "CH", "outside-2")];
        return new CeremonyPlan(template, ["DE"], template == Small ? three : [.. three, .. two]);
    }

    /// <summary>Null, and why, if it is not a plan at all.</summary>
    public static CeremonyPlan? Read(ReadOnlySpan<byte> json, out string problem)
    {
        problem = "";
        try
        {
            if (JsonSerializer.Deserialize(json, PlanJson.Default.CeremonyPlan) is { } plan) { return plan; }
            problem = "it is empty";
        }
        catch (JsonException e) { problem = e.Message; }
        return null;
    }

    public string ToText() => JsonSerializer.Serialize(this, PlanJson.Default.CeremonyPlan);

    /// <summary>The template's policy, as it will stand in the log.</summary>
    internal byte[] WritePolicy() => JsonBytes.Of(json =>
    {
        if (Template == Small) { PolicyTemplates.WriteSmall(json, Operator); }
        else { PolicyTemplates.WriteStandard(json, Operator); }
    });
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CeremonyPlan))]
internal sealed partial class PlanJson : JsonSerializerContext;

internal static class JsonBytes
{
    public static byte[] Of(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream)) { write(json); }
        return stream.ToArray();
    }
}
