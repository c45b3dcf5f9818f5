// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vigil.Server.Signalling.Messages;

/// <summary>The fixed words of the protocol.</summary>
internal enum TransportDirection
{
    [JsonStringEnumMemberName("send")] Send,
    [JsonStringEnumMemberName("recv")] Receive,
}

internal enum MediaKind
{
    [JsonStringEnumMemberName("audio")] Audio,
    [JsonStringEnumMemberName("video")] Video,
}

internal enum MediaSource
{
    [JsonStringEnumMemberName("microphone")] Microphone,
    [JsonStringEnumMemberName("camera")] Camera,
    [JsonStringEnumMemberName("screen")] Screen,
    [JsonStringEnumMemberName("screenAudio")] ScreenAudio,
}

internal enum RefusalReason
{
    [JsonStringEnumMemberName("bad_hello")] BadHello,
    [JsonStringEnumMemberName("denied")] Denied,
    [JsonStringEnumMemberName("blocked")] Blocked,
}

/// <summary>Why a joiner is sent away: what an admitter may say, and what follows from commands and links.</summary>
internal enum RefusedReason
{
    [JsonStringEnumMemberName("bad_hello")] BadHello,
    [JsonStringEnumMemberName("denied")] Denied,
    [JsonStringEnumMemberName("blocked")] Blocked,
    [JsonStringEnumMemberName("locked")] Locked,
    [JsonStringEnumMemberName("link_revoked")] LinkRevoked,
    [JsonStringEnumMemberName("link_barred")] LinkBarred,
}

/// <summary>What a joiner waits for.</summary>
internal enum WaitingReason
{
    [JsonStringEnumMemberName("nobody")] Nobody,
    [JsonStringEnumMemberName("lobby")] Lobby,
    [JsonStringEnumMemberName("paused")] Paused,
}

internal enum TransportEnd
{
    [JsonStringEnumMemberName("ice")] Ice,
    [JsonStringEnumMemberName("dtls")] Dtls,
    [JsonStringEnumMemberName("fault")] Fault,
}

/// <summary>Words only: the framework's own converter also takes other cases and comma-separated lists.</summary>
internal sealed class WordConverter<T> : JsonConverter<T> where T : struct, Enum
{
    private static readonly Dictionary<string, T> Values = Enum.GetValues<T>().ToDictionary(Word, StringComparer.Ordinal);
    private static readonly Dictionary<T, string> Words = Enum.GetValues<T>().ToDictionary(value => value, Word);

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && Values.TryGetValue(reader.GetString()!, out var value)) { return value; }
        throw new JsonException($"one of {string.Join(", ", Values.Keys)} is needed here");
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(Words[value]);

    private static string Word(T value) => typeof(T).GetField(value.ToString())!
        .GetCustomAttributes(typeof(JsonStringEnumMemberNameAttribute), inherit: false)
        .Cast<JsonStringEnumMemberNameAttribute>().Single().Name;
}
