// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vigil.Server.Log.Opening;

/// <summary>What never changes about a log, written once at its first start.</summary>
internal sealed record LogConfig(int V, string Origin, string LogKey)
{
    public const string FileName = "log.json";

    public static LogConfig Read(byte[] bytes, string path)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, LogConfigJson.Default.LogConfig) is { V: 1 } config
                ? config
                : throw new LogStoreException(path, "written by a newer version");
        }
        catch (JsonException e) { throw new LogStoreException(path, $"damaged: {e.Message}"); }
    }

    public byte[] ToBytes() => [.. JsonSerializer.SerializeToUtf8Bytes(this, LogConfigJson.Default.LogConfig), (byte)'\n'];
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(LogConfig))]
internal sealed partial class LogConfigJson : JsonSerializerContext;
