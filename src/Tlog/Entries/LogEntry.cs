// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Unicode;
using Vigil.Tlog.Tiles;

namespace Vigil.Tlog.Entries;

/// <summary>One entry: bytes that are stored, hashed and signed as they came, and what they say. Never written out again.</summary>
public sealed class LogEntry
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    private LogEntry(ReadOnlyMemory<byte> bytes, JsonElement body, string type, string id, DateTimeOffset time, bool isKnownType)
    {
        Bytes = bytes;
        Body = body;
        Type = type;
        Id = id;
        Time = time;
        IsKnownType = isKnownType;
    }

    public ReadOnlyMemory<byte> Bytes { get; }
    public JsonElement Body { get; }
    public string Type { get; }
    public string Id { get; }
    public DateTimeOffset Time { get; }

    /// <summary>False: only the head was checked, the rest is for a newer reader.</summary>
    public bool IsKnownType { get; }

    public static bool TryParse(ReadOnlyMemory<byte> bytes, out LogEntry? entry, out EntryFailure failure)
    {
        entry = null;
        failure = new EntryFailure(EntryProblem.TooLong, "");
        if (bytes.Length > EntryBundle.MaxEntryLength) { return false; }
        failure = new EntryFailure(EntryProblem.NotJson, "");
        if (!Utf8.IsValid(bytes.Span)) { return false; }
        // The runtime's parser has no Try form, and half a surrogate pair behind an escape is found only when it is read: this is the
        // one place that turns the two exceptions into a reason.
        try { return TryCheck(bytes, JsonElement.Parse(bytes.Span, Strict), out entry, out failure); }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            failure = new EntryFailure(EntryProblem.NotJson, "");
            return false;
        }
    }

    /// <summary>Makes an entry. What does not fit the schema is a bug of the caller and is not written.</summary>
    public static LogEntry Create(string type, string id, DateTimeOffset time, Action<Utf8JsonWriter> writeMembers)
    {
        ArgumentNullException.ThrowIfNull(writeMembers);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("v", 1);
            json.WriteString("type", type);
            json.WriteString("id", id);
            json.WriteString("time", EntryTime.ToText(time));
            writeMembers(json);
            json.WriteEndObject();
        }
        return TryParse(stream.ToArray(), out var entry, out var failure)
            ? entry!
            : throw new ArgumentException($"not an entry: {failure}", nameof(writeMembers));
    }

    private static bool TryCheck(ReadOnlyMemory<byte> bytes, JsonElement body, out LogEntry? entry, out EntryFailure failure)
    {
        entry = null;
        failure = new EntryFailure(EntryProblem.NotAnObject, "");
        if (body.ValueKind != JsonValueKind.Object) { return false; }

        failure = MemberRule.Check(body, EntrySchemas.Head, isClosed: false);
        if (failure.Problem != EntryProblem.None) { return false; }
        if (body.GetProperty("v") is var version && !(version.TryGetInt32(out var number) && number == 1))
        {
            failure = new EntryFailure(EntryProblem.UnsupportedVersion, "v");
            return false;
        }

        var type = body.GetProperty("type").GetString()!;
        var schema = EntrySchemas.Find(type);
        if (schema is not null) { failure = MemberRule.Check(body, schema, isClosed: true); }
        if (failure.Problem != EntryProblem.None) { return false; }

        _ = EntryTime.TryParse(body.GetProperty("time").GetString()!, out var time);
        entry = new LogEntry(bytes, body, type, body.GetProperty("id").GetString()!, time, schema is not null);
        return true;
    }
}
