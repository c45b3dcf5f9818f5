// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Vigil.Tests;
using Vigil.Tlog.Entries;

namespace Vigil.Tlog.Tests.Entries;

public sealed class LogEntryTests
{
    private static readonly string Sig = $"{{\"key\":\"{TestKeys.Log.Key}\",\"sig\":\"{Convert.ToBase64String(new byte[64])}\"}}";
    private static readonly string Commitment = Convert.ToBase64String(new byte[32]);

    public static TheoryData<string> Good => new()
    {
        TestEntries.Genesis,
        TestEntries.ServerKey,
        TestEntries.Release,
        TestEntries.WitnessChange,
        TestEntries.Statement,
        TestEntries.Schema,
        TestEntries.Entry("schema", "\"version\":\"2.0.0\",\"schema\":\"CREATE TABLE a (b)\",\"release\":\"01ARZ3NDEKTSV4RRFFQ69G5FAV\""),
        " " + TestEntries.Statement + "\n",
        TestEntries.Entry("statement", $"\"text\":\"x\",\"sigs\":[{Sig}]"),
        TestEntries.Entry("release", $"\"manifest_sha256\":\"{TestEntries.Sha256}\",\"version\":\"1\",\"git\":\"{TestEntries.Sha256}\",\"builder_attestations\":[\"a\"],\"sigs\":[{Sig},{Sig}]"),
        TestEntries.Entry("notice.lost", $"\"subject\":{{\"kind\":\"account\",\"c\":\"{Commitment}\"}},\"whatever\":[1,2,{{}}]"),
        TestEntries.Entry("unheard.of", ""),
    };

    public static TheoryData<string, string> Bad => new()
    {
        { "", "NotJson" },
        { "nonsense", "NotJson" },
        { "{}{}", "NotJson" },
        { "{\"v\":1,}", "NotJson" },
        { "{\"v\":1 /* note */}", "NotJson" },
        { "{\"v\":1,\"v\":1}", "NotJson" },
        { "{\"v\":1,\"a\":" + new string('[', 40) + new string(']', 40) + "}", "NotJson" },
        { TestEntries.Entry("x", "\"\\ud800\":1"), "NotJson" },
        { TestEntries.Entry("statement", "\"text\":\"x\",\"\\udc00\":1"), "NotJson" },
        { "[]", "NotAnObject" },
        { "null", "NotAnObject" },
        { "{}", "MissingMember: v" },
        { $"{{\"v\":1,{TestEntries.Head}}}", "MissingMember: type" },
        { $"{{\"v\":\"1\",\"type\":\"x\",{TestEntries.Head}}}", "BadMember: v" },
        { $"{{\"v\":2,\"type\":\"x\",{TestEntries.Head}}}", "UnsupportedVersion: v" },
        { $"{{\"v\":1.5,\"type\":\"x\",{TestEntries.Head}}}", "UnsupportedVersion: v" },
        { TestEntries.Entry("Statement", ""), "BadMember: type" },
        { TestEntries.Entry("", ""), "BadMember: type" },
        { TestEntries.Entry("a..b", ""), "BadMember: type" },
        { TestEntries.Statement.Replace(TestEntries.Id, "01KB", StringComparison.Ordinal), "BadMember: id" },
        { TestEntries.Statement.Replace(TestEntries.Id, "81KB00000000000000000000ZZ", StringComparison.Ordinal), "BadMember: id" },
        { TestEntries.Statement.Replace(TestEntries.Id, "01KB0000000000000000000ZZ\\u0000", StringComparison.Ordinal), "BadMember: id" },
        { TestEntries.Statement.Replace(TestEntries.Id, "01kb00000000000000000000zz", StringComparison.Ordinal), "BadMember: id" },
        { TestEntries.Statement.Replace("10:00:00Z\",\"text", "10:00:00+00:00\",\"text", StringComparison.Ordinal), "BadMember: time" },
        { TestEntries.Statement.Replace("10:00:00Z\",\"text", "10:00:00.0Z\",\"text", StringComparison.Ordinal), "BadMember: time" },
        { TestEntries.Statement.Replace("2026-11-21T", "2026-02-30T", StringComparison.Ordinal), "BadMember: time" },
        { TestEntries.Entry("x", "\"subject\":{\"kind\":\"account\"}"), "BadMember: subject" },
        { TestEntries.Entry("x", $"\"subject\":{{\"kind\":\"person\",\"c\":\"{Commitment}\"}}"), "BadMember: subject" },
        { TestEntries.Entry("x", $"\"subject\":{{\"kind\":\"account\",\"c\":\"{Commitment}\",\"name\":\"\"}}"), "BadMember: subject" },
        { TestEntries.Entry("x", "\"subject\":{\"kind\":\"account\",\"c\":\"AAAA\"}"), "BadMember: subject" },
        { TestEntries.Entry("statement", ""), "MissingMember: text" },
        { TestEntries.Entry("schema", "\"version\":\"1\""), "MissingMember: schema" },
        { TestEntries.Entry("schema", "\"version\":\"1\",\"schema\":\"x\",\"release\":\"1.0.0\""), "BadMember: release" },
        { TestEntries.Entry("schema", "\"version\":\"1\",\"schema\":\"x\",\"more\":1"), "UnknownMember: more" },
        { TestEntries.Entry("statement", "\"text\":\"\""), "BadMember: text" },
        { TestEntries.Entry("statement", "\"text\":7"), "BadMember: text" },
        { TestEntries.Entry("statement", "\"text\":\"\\ud800\""), "BadMember: text" },
        { TestEntries.Entry("statement", "\"text\":\"x\",\"extra\":1"), "UnknownMember: extra" },
        { TestEntries.Entry("statement", "\"text\":\"x\",\"sigs\":[]"), "BadMember: sigs" },
        { TestEntries.Entry("statement", $"\"text\":\"x\",\"sigs\":{Sig}"), "BadMember: sigs" },
        { TestEntries.Entry("witness.change", "\"policy\":\"quorum nobody\\n\""), "BadMember: policy" },
        { TestEntries.ServerKey.Replace("\"log\"", "\"mail\"", StringComparison.Ordinal), "BadMember: purpose" },
        { TestEntries.ServerKey.Replace("\"active\"", "\"\"", StringComparison.Ordinal), "BadMember: state" },
        { TestEntries.ServerKey.Replace("+", "-", StringComparison.Ordinal), "BadMember: key" },
        { TestEntries.Release.Replace("aaaa", "AAAA", StringComparison.Ordinal), "BadMember: manifest_sha256" },
        { TestEntries.Release.Replace("bbbb", "bbb", StringComparison.Ordinal), "BadMember: git" },
        { TestEntries.Genesis.Replace("https://log.example", "http://log.example", StringComparison.Ordinal), "BadMember: web_origins" },
        { TestEntries.Genesis.Replace("https://log.example", "http://localhost.example", StringComparison.Ordinal), "BadMember: web_origins" },
        { TestEntries.Genesis.Replace("https://log.example", "http://127.0.0.1", StringComparison.Ordinal), "BadMember: web_origins" },
        { TestEntries.Genesis.Replace("https://log.example", "http://localhost:80", StringComparison.Ordinal), "BadMember: web_origins" },
        { TestEntries.Genesis.Replace("https://log.example", "https://log.example/", StringComparison.Ordinal), "BadMember: web_origins" },
        { TestEntries.Genesis.Replace("https://log.example", "https://me@log.example", StringComparison.Ordinal), "BadMember: web_origins" },
        { TestEntries.Genesis.Replace("\"origin\":\"", "\"origin\":\"a b", StringComparison.Ordinal), "BadMember: origin" },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public void Good_entries_are_read_and_kept_verbatim(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Assert.True(LogEntry.TryParse(bytes, out var entry, out var failure), failure.ToString());
        Assert.Equal(bytes, entry!.Bytes.ToArray());
        Assert.Equal(TestEntries.Id, entry.Id);
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero), entry.Time);
        Assert.Equal(entry.Type is not ("notice.lost" or "unheard.of"), entry.IsKnownType);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Bad_entries_are_refused_with_the_reason(string text, string reason)
    {
        Assert.False(LogEntry.TryParse(Encoding.UTF8.GetBytes(text), out var entry, out var failure));
        Assert.Null(entry);
        Assert.Equal(reason, failure.ToString());
    }

    [Fact]
    public void Bytes_that_are_not_utf8_and_too_many_bytes_are_refused()
    {
        Assert.False(LogEntry.TryParse(Encoding.Latin1.GetBytes(TestEntries.Statement.Replace("us", "\u00fcs", StringComparison.Ordinal)), out _, out var failure));
        Assert.Equal(EntryProblem.NotJson, failure.Problem);
        Assert.True(LogEntry.TryParse(Encoding.UTF8.GetBytes(TestEntries.Statement.Replace("us", "\u00fcs", StringComparison.Ordinal)), out _, out _));
        Assert.False(LogEntry.TryParse(new byte[65_536], out _, out failure));
        Assert.Equal(EntryProblem.TooLong, failure.Problem);
    }

    [Fact]
    public void What_is_made_can_be_read_and_nothing_else_is_made()
    {
        var time = new DateTimeOffset(2026, 11, 21, 12, 30, 15, 250, TimeSpan.FromHours(1));
        var id = EntryId.Create(time, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        var entry = LogEntry.Create(EntryTypes.Statement, id, time, json => json.WriteString("text", "fine"));
        Assert.Equal($"{{\"v\":1,\"type\":\"statement\",\"id\":\"{id}\",\"time\":\"2026-11-21T11:30:15Z\",\"text\":\"fine\"}}", Encoding.UTF8.GetString(entry.Bytes.Span));
        Assert.Throws<ArgumentException>(() => LogEntry.Create(EntryTypes.Statement, id, time, json => json.WriteString("other", "")));
    }

    [Fact]
    public void Ids_sort_by_time_and_hold_their_bits()
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(0x0123456789ab);
        var id = EntryId.Create(time, Convert.FromHexString("00112233445566778899"));
        Assert.Equal(EntryId.Length, id.Length);
        Assert.True(EntryId.TryParse(id, out var value));
        Assert.Equal("0123456789AB00112233445566778899", value.ToString("X32", null));
        Assert.True(string.CompareOrdinal(id, EntryId.Create(time.AddMilliseconds(1), new byte[10])) < 0);
    }

    [Fact]
    public void Hostile_entries_do_no_harm() =>
        Fuzz.Run([.. Good.Select(g => Encoding.UTF8.GetBytes(g.Data))], input =>
        {
            if (LogEntry.TryParse(input.ToArray(), out var entry, out var failure)) { Assert.NotEmpty(entry!.Type); }
            else { Assert.NotEqual(EntryProblem.None, failure.Problem); }
        });
}
