// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vigil.Server.Ceremonies;

/// <summary>Bytes are standard base64 here, as in the log: what is signed goes into it.</summary>
/// <remarks>Metadata alone: the generated writer makes "" of byte strings that are null, and is used from the second answer on.</remarks>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(KeyRequest))]
[JsonSerializable(typeof(SignRequest))]
[JsonSerializable(typeof(DeclineRequest))]
[JsonSerializable(typeof(CeremonyAnswer))]
[JsonSerializable(typeof(RefusedAnswer))]
internal sealed partial class CeremonyJson : JsonSerializerContext;

/// <summary>A new key as the browser's <c>AuthenticatorAttestationResponse</c> has it.</summary>
internal sealed record KeyRequest(byte[] ClientData, byte[] AuthenticatorData);

internal sealed record SignRequest(FounderSignature By);

internal sealed record DeclineRequest(string Word);

internal sealed record RefusedAnswer(Meetings.ErrorBody Error, IReadOnlyList<string> Reasons);

/// <summary><paramref name="Roster"/> and <paramref name="Policy"/> are the bytes that are signed; there is no roster before everybody has a key.</summary>
internal sealed record CeremonyAnswer(
    string Me, string Phase, string Origin, string LogKey, string RpId, IReadOnlyList<string> WebOrigins, byte[]? Roster, byte[] Policy,
    IReadOnlyList<FounderView> Founders, byte[] KeyChallenge, Declining? Declined)
{
    public static CeremonyAnswer Of(CeremonyRecord record, bool hasBegun, string me, byte[] keyChallenge)
    {
        var phase = hasBegun ? "begun" : record.Declined is not null ? "declined" : record.Roster is null ? "keys" : "signing";
        return new CeremonyAnswer(
            me, phase, record.Origin, record.LogKey, record.RpId, [record.WebOrigin], record.Roster, record.Policy,
            [.. record.Founders.Select(FounderView.Of)], keyChallenge, record.Declined);
    }
}

/// <summary><paramref name="Key"/> is the credential's id: browsers keep somebody from registering one that is taken.</summary>
internal sealed record FounderView(
    string Id, IReadOnlyList<string> Roles, string Residence, string Employer, IReadOnlyList<string> Citizenship, string Line, byte[]? Key, bool HasSigned)
{
    public static FounderView Of(Founder founder) => new(
        founder.Member.Id, founder.Member.Roles, founder.Member.Residence, founder.Member.Employer, founder.Member.Citizenship ?? [], founder.Member.Line,
        founder.Key?.Id, founder.Approval is not null);
}
