// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Serialization;
using Vigil.Server.Crypto;
using Vigil.Server.Meetings.Links;

namespace Vigil.Server.Meetings;

/// <summary>Strict: unknown, duplicate, missing or mistyped members are refused.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(BytesConverter)])]
[JsonSerializable(typeof(Meeting))]
[JsonSerializable(typeof(MeetingPolicy))]
[JsonSerializable(typeof(Link))]
[JsonSerializable(typeof(Revocation))]
[JsonSerializable(typeof(Book))]
[JsonSerializable(typeof(CreatedAnswer))]
[JsonSerializable(typeof(LinkAnswer))]
[JsonSerializable(typeof(DoneAnswer))]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(HealthAnswer))]
internal sealed partial class MeetingJson : JsonSerializerContext;

internal sealed record CreatedAnswer(MeetingId Id);

internal sealed record LinkAnswer(LinkId Link);

internal sealed record DoneAnswer;

internal sealed record ErrorAnswer(ErrorBody Error);

internal sealed record ErrorBody(string Code, string Message);

internal sealed record HealthAnswer(string Status);
