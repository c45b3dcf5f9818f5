// SPDX-License-Identifier: Apache-2.0
using System.Runtime.CompilerServices;
using System.Text.Json;
using Vigil.Orders.Tests.Support;
using Vigil.Tlog.Entries;

namespace Vigil.Orders.Tests.Ends;

/// <summary>
/// tests/data/orders/end.json: logs with an order to end a meeting, and what is to be said of each. The browser's code is held to the same file
/// (web/tests/orders/verifyEnd.test.ts). With VIGIL_WRITE_CASES set it is written anew.
/// </summary>
public sealed class EndTests
{
    private static readonly Lazy<IReadOnlyList<EndCase>> Played = new(() =>
    {
        var beginning = new World(EndCases.Staff);
        return [.. EndCases.All.Select(course => course.Play(beginning))];
    });

    private static readonly Lazy<JsonElement> File = new(() => JsonElement.Parse(System.IO.File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "data", "end.json"))));

    [Fact]
    public void The_file_is_up_to_date()
    {
        if (Environment.GetEnvironmentVariable("VIGIL_WRITE_CASES") is not null) { System.IO.File.WriteAllBytes(SourcePath(), Write(Played.Value)); }
        Assert.Equal(Played.Value.Select(Summary), Cases.Select(Summary));
    }

    [Fact]
    public void The_log_says_of_each_what_stands_there() =>
        Assert.All(Cases, read => Assert.Equal($"{read.Name}: {read.Reasons}", $"{read.Name}: {EndCourse.ReasonsIn(read.Entries)}"));

    [Fact]
    public void There_are_enough() => Assert.True(Cases.Count(c => c.Reasons.Length > 0) >= 60, $"{Cases.Count(c => c.Reasons.Length > 0)} refused");

    private static IReadOnlyList<EndCase> Cases => [.. File.Value.GetProperty("cases").EnumerateArray().Select(Read)];

    private static string Summary(EndCase c) => $"{c.Name} | {string.Join(' ', c.Indexes.Select(i => $"{i.Key}={i.Value}"))} | {c.Reasons} | {c.Reader}";

    private static EndCase Read(JsonElement value)
    {
        var pool = File.Value.GetProperty("entries");
        LogEntry[] entries =
        [
            .. value.GetProperty("log").EnumerateArray().Select(number =>
                LogEntry.TryParse(pool[number.GetInt32()].GetBytesFromBase64(), out var entry, out var failure) ? entry! : throw new InvalidDataException(failure.ToString())),
        ];
        var indexes = new SortedDictionary<string, int>(value.GetProperty("indexes").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetInt32()), StringComparer.Ordinal);
        return new EndCase(Text("name"), entries, indexes, Text("order"), Text("meeting"), Text("reasons"), Text("reader"));

        string Text(string name) => value.GetProperty(name).GetString()!;
    }

    private static byte[] Write(IReadOnlyList<EndCase> cases)
    {
        var pool = cases.SelectMany(c => c.Entries).Select(e => Convert.ToBase64String(e.Bytes.Span)).Distinct().ToList();
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("origin", TestSite.Origin);
            json.WriteBase64String("salt", EndCourse.Salt);
            json.WriteStartArray("entries");
            foreach (var entry in pool) { json.WriteStringValue(entry); }
            json.WriteEndArray();
            json.WriteStartArray("cases");
            foreach (var each in cases) { Write(json, each, pool); }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return [.. stream.ToArray(), (byte)'\n'];
    }

    private static void Write(Utf8JsonWriter json, EndCase each, List<string> pool)
    {
        json.WriteStartObject();
        json.WriteString("name", each.Name);
        json.WriteString("reasons", each.Reasons);
        json.WriteString("reader", each.Reader);
        json.WriteString("meeting", each.Meeting);
        json.WriteString("order", each.Order);
        json.WriteStartObject("indexes");
        foreach (var (name, index) in each.Indexes) { json.WriteNumber(name, index); }
        json.WriteEndObject();
        json.WritePropertyName("log");
        json.WriteRawValue($"[{string.Join(',', each.Entries.Select(e => pool.IndexOf(Convert.ToBase64String(e.Bytes.Span))))}]");
        json.WriteEndObject();
    }

    private static string SourcePath([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../data/orders/end.json");
}
