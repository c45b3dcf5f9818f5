// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text.Json;
using Vigil.Orders;
using Vigil.Orders.Reasons;
using Vigil.Server.Storage;
using Vigil.Tlog.Entries;
using Vigil.Tlog.Keys;
using Vigil.Tlog.Notes;

namespace Vigil.Server.Log.Opening;

/// <summary>What a new log begins with: who it is, what the server can hold, who its staff are if it has any, and which keys speak for it.</summary>
internal static class FirstEntries
{
    public static IReadOnlyList<LogEntry> Create(LogIdentity identity, string webOrigin, DateTimeOffset now) =>
        Create(identity, json => WriteGenesis(json, identity, [webOrigin]), now);

    /// <summary>With staff. Once they are in the log nobody can take them out again, so what the auditors would refuse is not begun.</summary>
    /// <exception cref="LogStoreException">not all signed, or not this</exception>
    public static IReadOnlyList<LogEntry> Create(LogIdentity identity, Founding founding, DateTimeOffset now)
    {
        var entries = Create(identity, json => WriteGenesis(json, identity, founding), now);
        var refusals = new OrderLog(identity.Origin).Apply(0, entries[0]);
        return refusals.Count == 0 ? entries : throw new LogStoreException("genesis", string.Join("; ", refusals.Select(ReasonWords.Of)));
    }

    /// <summary>All of a genesis with staff but who signed it: what their signatures are made over can be read from it.</summary>
    public static void WriteGenesis(Utf8JsonWriter json, LogIdentity identity, Founding founding)
    {
        WriteGenesis(json, identity, founding.WebOrigins);
        json.WriteString("rp_id", founding.RpId);
        json.WritePropertyName("roster");
        json.WriteRawValue(founding.Roster.Span);
        json.WritePropertyName("policy");
        json.WriteRawValue(founding.Policy.Span);
        if (founding.Approvals.Count == 0) { return; }
        json.WriteStartArray("approvals");
        foreach (var approval in founding.Approvals) { approval.Write(json); }
        json.WriteEndArray();
    }

    private static void WriteGenesis(Utf8JsonWriter json, LogIdentity identity, IReadOnlyList<string> webOrigins)
    {
        json.WriteString("origin", identity.Origin);
        json.WriteString("log_key", identity.Signer.Key.ToString());
        json.WriteStartArray("web_origins");
        foreach (var webOrigin in webOrigins) { json.WriteStringValue(webOrigin); }
        json.WriteEndArray();
        // The tables are the proof of what can be kept about anybody.
        json.WriteString("schema", Schema.Text);
    }

    private static LogEntry[] Create(LogIdentity identity, Action<Utf8JsonWriter> writeGenesis, DateTimeOffset now)
    {
        try
        {
            return
            [
                Make(EntryTypes.Genesis, now, writeGenesis),
                Key(identity.Signer.Key, "log", now),
                Key(identity.Cosigner.Key, "witness", now),
            ];
        }
        catch (ArgumentException e) { throw new LogStoreException("genesis", $"the log cannot begin with this: {e.Message}"); }
    }

    private static LogEntry Key(VerifierKey key, string purpose, DateTimeOffset now) => Make(EntryTypes.ServerKey, now, json =>
    {
        json.WriteString("key", key.ToString());
        json.WriteString("purpose", purpose);
        json.WriteString("state", "active");
    });

    private static LogEntry Make(string type, DateTimeOffset now, Action<Utf8JsonWriter> write) =>
        LogEntry.Create(type, EntryId.Create(now, RandomNumberGenerator.GetBytes(EntryId.RandomLength)), now, write);
}
