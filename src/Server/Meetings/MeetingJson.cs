// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Serialization;
using Vigil.Server.Crypto;

namespace Vigil.Server.Meetings;

/// <summary>Strict: unknown, duplicate, missing or mistyped members are refused.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(BytesConverter)])]
[JsonSerializable(typeof(Meeting))]
[JsonSerializable(typeof(MeetingPolicy))]
[JsonSerializable(typeof(CreatedAnswer))]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(HealthAnswer))]
internal sealed partial class MeetingJson : JsonSerializerContext;

internal sealed record CreatedAnswer(MeetingId Id);

internal sealed record ErrorAnswer(ErrorBody Error);

internal sealed record ErrorBody(string Code, string Message);

internal sealed record HealthAnswer(string Status);
