// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using Vigil.Cli.Auditing;
using Vigil.Cli.Mirroring;
using Vigil.Tlog.Entries;

namespace Vigil.Cli.Monitoring;

/// <summary>The newest entries as an Atom feed (RFC 4287), newest first. Entries come from good audits only.</summary>
internal static class AtomFeed
{
    private const string Atom = "http://www.w3.org/2005/Atom";

    private static readonly XmlWriterSettings Settings = new()
    {
        Indent = true,
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
    };

    public static void Write(string path, Verdict verdict, Verdict? lastGood)
    {
        var temporary = path + ".new";
        using (var file = File.Create(temporary))
        using (var xml = XmlWriter.Create(file, Settings)) { Write(xml, verdict, lastGood); }
        File.Move(temporary, path, overwrite: true);
    }

    private static void Write(XmlWriter xml, Verdict verdict, Verdict? lastGood)
    {
        var origin = (verdict.Report ?? lastGood?.Report)?.Checkpoint.Checkpoint?.Origin ?? verdict.Target;
        var entries = lastGood?.Recent ?? [];
        var isRefused = verdict.Judgement == Judgement.Refused;
        xml.WriteStartElement("feed", Atom);
        xml.WriteElementString("id", Atom, Id("feed", verdict.Target));
        xml.WriteElementString("title", Atom, Clean($"Public log {origin}"));
        var updated = isRefused || entries.Count == 0 ? verdict.Time : entries.Max(e => e.Entry.Time);
        xml.WriteElementString("updated", Atom, EntryTime.ToText(updated));
        xml.WriteStartElement("author", Atom);
        xml.WriteElementString("name", Atom, Clean(origin));
        xml.WriteEndElement();
        if (isRefused) { WriteRefusal(xml, verdict); }
        foreach (var (index, entry) in entries.Reverse())
        {
            var number = index.ToString(CultureInfo.InvariantCulture);
            var id = Id("entry", origin, number, entry.Id);
            WriteEntry(xml, id, EntryWords.Title(entry), entry.Time, Encoding.UTF8.GetString(entry.Bytes.Span), $"Entry {number}");
        }
        xml.WriteEndElement();
    }

    /// <summary>One item for each different refusal, however often it is found again.</summary>
    private static void WriteRefusal(XmlWriter xml, Verdict verdict)
    {
        var reasons = string.Join(", ", verdict.Findings.Select(f => f.Code).Distinct());
        var id = Id("refusal", verdict.Target, reasons);
        WriteEntry(xml, id, "REFUSED: this log failed its audit", verdict.Time, VerdictText.Of(verdict), reasons);
    }

    private static void WriteEntry(XmlWriter xml, string id, string title, DateTimeOffset time, string content, string summary)
    {
        xml.WriteStartElement("entry", Atom);
        xml.WriteElementString("id", Atom, id);
        xml.WriteElementString("title", Atom, Clean(title));
        xml.WriteElementString("updated", Atom, EntryTime.ToText(time));
        xml.WriteElementString("summary", Atom, Clean(summary));
        xml.WriteElementString("content", Atom, Clean(content));
        xml.WriteEndElement();
    }

    /// <summary>Stable and unique without an address of its own: a UUID of version 8 (RFC 9562 section 5.8).</summary>
    private static string Id(params string[] parts)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))).AsSpan(0, 16);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return $"urn:uuid:{new Guid(hash, bigEndian: true)}";
    }

    /// <summary>XML 1.0 has no way to write some characters that an entry may hold.</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(rune.Value > 0xFFFF || XmlConvert.IsXmlChar((char)rune.Value) ? rune : Rune.ReplacementChar);
        }
        return clean.ToString();
    }
}
