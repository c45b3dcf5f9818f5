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
/// state folder, holds the entry that said it.
/// </summary>
internal sealed class StandingEntry(string file, string type, Action<Utf8JsonWriter> write)
{
    public const string PolicyFile = "last-witness-change.json";

    public string File => file;

    /// <summary>The key under which everybody can check this server's stamps (docs/protocol/meeting.md section 10).</summary>
    public static StandingEntry StampKey(string origin, PublicKey key)
    {
        var vkey = new VerifierKey($"{OriginName.Host(origin)}/stamps", KeyAlgorithm.Ed25519, key.Span.ToArray()).ToString();
        return new StandingEntry("last-stamp-key.json", EntryTypes.ServerKey, json =>
        {
            json.WriteString("key", vkey);
            json.WriteString("purpose", "hub");
            json.WriteString("state", "active");
        });
    }

    /// <summary>The policy that readers are asked to hold the log to, word for word as it is served beside it: clients compare.</summary>
    public static StandingEntry Policy(ReadOnlyMemory<byte> served, string path)
    {
        if (!Utf8.IsValid(served.Span)) { throw new LogStoreException(path, "not UTF-8: the log could not say it"); }
        var text = Encoding.UTF8.GetString(served.Span);
        return new StandingEntry(PolicyFile, EntryTypes.WitnessChange, json => json.WriteString("policy", text));
    }

    public LogEntry Make(DateTimeOffset now) => Make(EntryId.Create(now, RandomNumberGenerator.GetBytes(EntryId.RandomLength)), now);

    public bool IsSaidBy(LogEntry entry) => entry.Type == type && Make(entry.Id, entry.Time).Bytes.Span.SequenceEqual(entry.Bytes.Span);

    private LogEntry Make(string id, DateTimeOffset time)
    {
        try { return LogEntry.Create(type, id, time, write); }
        catch (ArgumentException e) { throw new LogStoreException(file, $"what should be said there is too long for the log, or not for it: {e.Message}"); }
    }
}
