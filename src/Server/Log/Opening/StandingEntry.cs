// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Vigil.Server.Crypto;
using Vigil.Tlog.Entries;
using Vigil.Tlog.Keys;
using Vigil.Tlog.Notes;

namespace Vigil.Server.Log.Opening;

/// <summary>
/// What the log must say for as long as it is so: appended when it is not what the log said last. <paramref name="file"/>, in the log's
/// state folder, holds the entry that said it. <paramref name="writeEnd"/> writes what must be said of the former entry, where its end is
/// worth a word.
/// </summary>
internal sealed class StandingEntry(string file, string type, Action<Utf8JsonWriter> write, Action<LogEntry, Utf8JsonWriter>? writeEnd = null)
{
    public const string PolicyFile = "last-witness-change.json";
    public const string StampKeyFile = "last-stamp-key.json";
    public const string SchemaFile = "last-schema.json";

    public string File => file;

    /// <summary>The key under which everybody can check this server's stamps (docs/protocol/meeting.md section 10).</summary>
    public static StandingEntry StampKey(string origin, PublicKey key)
    {
        var vkey = new VerifierKey($"{OriginName.Host(origin)}/stamps", KeyAlgorithm.Ed25519, key.Span.ToArray()).ToString();
        return new StandingEntry(StampKeyFile, EntryTypes.ServerKey, json => Write(json, vkey, "active"), (last, json) => Write(json, last.Body.GetProperty("key").GetString()!, "retired"));

        static void Write(Utf8JsonWriter json, string key, string state)
        {
            json.WriteString("key", key);
            json.WriteString("purpose", "hub");
            json.WriteString("state", state);
        }
    }

    /// <summary>The policy that readers are asked to hold the log to, word for word as it is served beside it: clients compare.</summary>
    public static StandingEntry Policy(ReadOnlyMemory<byte> served, string path)
    {
        if (!Utf8.IsValid(served.Span)) { throw new LogStoreException(path, "not UTF-8: the log could not say it"); }
        var text = Encoding.UTF8.GetString(served.Span);
        return new StandingEntry(PolicyFile, EntryTypes.WitnessChange, json => json.WriteString("policy", text));
    }

    /// <summary>All tables of the database: the proof of what can be kept about anybody, by this version.</summary>
    public static StandingEntry Schema(string text) => new(SchemaFile, EntryTypes.Schema, json =>
    {
        json.WriteString("version", typeof(StandingEntry).Assembly.GetName().Version!.ToString(3));
        json.WriteString("schema", text);
    });

    public LogEntry Make(DateTimeOffset now) => Make(NewId(now), now, write);

    /// <summary>What is said of the entry that this one follows; null if that needs no word.</summary>
    public LogEntry? MakeEnd(LogEntry last, DateTimeOffset now) =>
        writeEnd is null || last.Type != type ? null : Make(NewId(now), now, json => writeEnd(last, json));

    public bool IsSaidBy(LogEntry entry) => entry.Type == type && Make(entry.Id, entry.Time, write).Bytes.Span.SequenceEqual(entry.Bytes.Span);

    private static string NewId(DateTimeOffset now) => EntryId.Create(now, RandomNumberGenerator.GetBytes(EntryId.RandomLength));

    private LogEntry Make(string id, DateTimeOffset time, Action<Utf8JsonWriter> body)
    {
        try { return LogEntry.Create(type, id, time, body); }
        catch (ArgumentException e) { throw new LogStoreException(file, $"what should be said there is too long for the log, or not for it: {e.Message}"); }
    }
}
