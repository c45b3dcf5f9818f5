// SPDX-License-Identifier: Apache-2.0
using System.Text.Encodings.Web;
using System.Text.Json;
using Vigil.Tlog.Entries;

namespace Vigil.Orders.Proposals;

/// <summary>Writes a proposal in its one spelling.</summary>
internal static class ProposalWriter
{
    // A proposal has only characters that need no escape; the default encoder would still escape the + of base64.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(Proposal p)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Plain))
        {
            json.WriteStartObject();
            WriteWhat(json, p);
            WriteWho(json, p);
            WriteDetails(json, p);
            json.WriteString("policy", p.Policy);
            json.WriteString("roster", p.Roster);
            json.WriteString("not_before", EntryTime.ToText(p.NotBefore));
            json.WriteString("expires", EntryTime.ToText(p.Expires));
            json.WriteString("text", p.Sentence);
            json.WriteEndObject();
        }
        return stream.ToArray();
    }

    /// <summary>The object as it stands in proposals and, for readers, in the entries that authorise.</summary>
    public static void WriteRequester(Utf8JsonWriter json, Requester requester)
    {
        json.WriteStartObject("requester");
        json.WriteString("kind", requester.Kind);
        WriteIfThere(json, "iso", requester.Country);
        WriteIfThere(json, "request", requester.Request);
        json.WriteEndObject();
    }

    public static void WriteSubject(Utf8JsonWriter json, Proposal p)
    {
        if (p.Subject is null) { return; }
        json.WriteStartObject("subject");
        json.WriteString("kind", p.Traits.SubjectKind);
        json.WriteString("c", p.Subject);
        json.WriteEndObject();
    }

    public static void WriteIfThere(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null) { json.WriteString(name, text); }
    }

    public static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0) { return; }
        json.WriteStartArray(name);
        foreach (var text in texts) { json.WriteStringValue(text); }
        json.WriteEndArray();
    }

    private static void WriteWhat(Utf8JsonWriter json, Proposal p)
    {
        json.WriteNumber("v", 1);
        json.WriteString("id", p.Id);
        json.WriteString("time", EntryTime.ToText(p.Time));
        json.WriteString("origin", p.Origin);
        json.WriteString("action", p.Traits.Name);
        WriteSubject(json, p);
        json.WriteString("ground", p.Ground);
        WriteTexts(json, "evidence", p.Evidence);
    }

    private static void WriteWho(Utf8JsonWriter json, Proposal p)
    {
        WriteRequester(json, p.Requester);
        json.WriteString("proposer", p.Proposer);
        WriteIfThere(json, "reporter", p.Reporter);
        WriteIfThere(json, "reviewer", p.Reviewer);
    }

    private static void WriteDetails(Utf8JsonWriter json, Proposal p)
    {
        WriteIfThere(json, "target", p.Target);
        WriteIfThere(json, "payload", p.Payload);
        WriteIfThere(json, "recipient", p.Recipient);
        WriteIfThere(json, "key", p.Key);
        WriteTexts(json, "classes", p.Classes);
        if (p.Until is { } until) { json.WriteString("until", EntryTime.ToText(until)); }
        if (p.QuietUntil is { } quiet) { json.WriteString("quiet_until", EntryTime.ToText(quiet)); }
    }
}
