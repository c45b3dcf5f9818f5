// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text.Json;
using Vigil.Server.Storage;
using Vigil.Tlog.Entries;
using Vigil.Tlog.Notes;

namespace Vigil.Server.Log.Opening;

/// <summary>What a new log begins with: who it is, what the server can hold, and which keys speak for it.</summary>
internal static class FirstEntries
{
    public static IReadOnlyList<LogEntry> Create(LogIdentity identity, string webOrigin, DateTimeOffset now) =>
    [
        Make(EntryTypes.Genesis, now, json =>
        {
            json.WriteString("origin", identity.Origin);
            json.WriteString("log_key", identity.Signer.Key.ToString());
            json.WriteStartArray("web_origins");
            json.WriteStringValue(webOrigin);
            json.WriteEndArray();
            // The tables are the proof of what can be kept about anybody.
            json.WriteString("schema", Schema.Text);
        }),
        Key(identity.Signer.Key, "log", now),
        Key(identity.Cosigner.Key, "witness", now),
    ];

    private static LogEntry Key(VerifierKey key, string purpose, DateTimeOffset now) => Make(EntryTypes.ServerKey, now, json =>
    {
        json.WriteString("key", key.ToString());
        json.WriteString("purpose", purpose);
        json.WriteString("state", "active");
    });

    private static LogEntry Make(string type, DateTimeOffset now, Action<Utf8JsonWriter> write) =>
        LogEntry.Create(type, EntryId.Create(now, RandomNumberGenerator.GetBytes(EntryId.RandomLength)), now, write);
}
