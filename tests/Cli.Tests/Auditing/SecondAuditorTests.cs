// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Vigil.Cli.Tests.Support;
using Vigil.Tlog.Entries;

namespace Vigil.Cli.Tests.Auditing;

/// <summary>Two auditors that share no code, one of them written from the documentation alone, find the same: in good logs nothing.</summary>
public sealed class SecondAuditorTests : IDisposable
{
    private const int Before = 500;
    private const int Size = 600;

    private readonly AuditStage _stage = new();

    private string Folder => _stage["log"];

    private string Remembered => _stage["remembered"];

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task A_served_log_is_good()
    {
        Make();
        await using var server = await LogServer.StartAsync(Folder);
        Assert.Empty(await SecondAuditor.AuditAsync(server.Address, _stage.PolicyFile, Remembered));
        Assert.Equal(0, (await _stage.AuditAsync(server.Address)).ExitCode);
    }

    [Theory]
    [InlineData("tile/0/001")]
    [InlineData("tile/0/002.p/88")]
    [InlineData("tile/1/000.p/2")]
    [InlineData("tile/entries/001")]
    [InlineData("tile/entries/002.p/88")]
    [InlineData("checkpoint")]
    public async Task A_file_that_is_damaged_cut_or_missing(string name)
    {
        Make();
        var file = Path.Combine(Folder, name);
        var good = await File.ReadAllBytesAsync(file);
        foreach (var bytes in new[] { Flipped(good, good.Length / 2), Flipped(good, 40), good[..^1] })
        {
            await File.WriteAllBytesAsync(file, bytes);
            Assert.NotEmpty(await AssertSameAsync());
        }
        if (name == "checkpoint") { return; }
        File.Delete(file);
        // The first one also holds narrower tiles of before against it, so it may say more.
        Assert.Equal(["TileMissing"], await SecondAuditor.AuditAsync(Folder, _stage.PolicyFile));
        Assert.Contains("tile_missing", (await _stage.AuditAsync(Folder)).Codes);
    }

    [Theory]
    [InlineData("good", "")]
    [InlineData("fork", "Forked")]
    [InlineData("shrunk", "Shrunk")]
    [InlineData("stale", "Stale")]
    [InlineData("future", "FromTheFuture")]
    [InlineData("without one witness", "WitnessMissing")]
    [InlineData("without quorum", "CheckpointRefused")]
    public async Task A_log_that_does_not_keep_its_word(string story, string codes)
    {
        var log = Make();
        var now = DateTimeOffset.UtcNow;
        switch (story)
        {
            case "fork": Make(SampleLog.ForkedAt(300)); break;
            case "shrunk": File.Copy(Path.Combine(Folder, "checkpoint"), Remembered, overwrite: true); Make(size: Before); break;
            case "stale": log.Sign(now.AddHours(-25)); break;
            case "future": log.Sign(now.AddHours(1)); break;
            case "without one witness": log.Sign(now, 1, 3); break;
            case "without quorum": log.Sign(now, 2); break;
            default: break;
        }
        Assert.Equal(codes.Split(',', StringSplitOptions.RemoveEmptyEntries), await AssertSameAsync());
    }

    /// <summary>What the log signed and should not have.</summary>
    [Theory]
    [InlineData("EntryMalformed", "not json")]
    [InlineData("EntryMalformed", "{\"v\":1,\"v\":1,HEAD,\"text\":\"a member twice\"}")]
    [InlineData("EntryMalformed", "{\"v\":1,HEAD,\"text\":\"another member\",\"more\":1}")]
    [InlineData("EntryMalformed", "{\"v\":1,HEAD}")]
    [InlineData("EntryMalformed", "{\"v\":2,HEAD,\"text\":\"another version\"}")]
    [InlineData("EntryMalformed", "{\"v\":1,HEAD,\"text\":\"half a pair \\ud800\"}")]
    [InlineData("EntryMalformed", "{\"v\":1,HEAD,\"text\":\"\"}")]
    [InlineData("EntryMalformed", "{\"v\":1,HEAD,\"text\":\"who\",\"subject\":{\"kind\":\"person\",\"c\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}}")]
    [InlineData("", "{\"v\":1,HEAD,\"text\":\"who\",\"subject\":{\"kind\":\"meeting\",\"c\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}}")]
    [InlineData("", "{\"v\":1,UNKNOWN,\"anything\":[{}]}")]
    [InlineData("RuleBroken", "GENESIS")]
    [InlineData("RuleBroken", "TWICE")]
    [InlineData("RuleBroken", "OLD")]
    public async Task An_entry_that_should_not_be_there(string code, string text)
    {
        Make(number => number == 77 ? Other(text) : SampleLog.Entry(number));
        Assert.Equal(code.Split(',', StringSplitOptions.RemoveEmptyEntries), await AssertSameAsync());
    }

    private static byte[] Other(string text)
    {
        var usual = Encoding.UTF8.GetString(SampleLog.Entry(77));
        var head = usual[usual.IndexOf("\"type\"", StringComparison.Ordinal)..usual.IndexOf(",\"text\"", StringComparison.Ordinal)];
        return text switch
        {
            "GENESIS" => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(SampleLog.Entry(0)).Replace("\"type\":\"genesis\",", "", StringComparison.Ordinal)
                .Replace("\"v\":1,", $"\"v\":1,\"type\":\"genesis\",", StringComparison.Ordinal)
                .Replace(EntryIdOf(0), EntryIdOf(77), StringComparison.Ordinal)),
            "TWICE" => Encoding.UTF8.GetBytes(usual.Replace(EntryIdOf(77), EntryIdOf(5), StringComparison.Ordinal)),
            "OLD" => Encoding.UTF8.GetBytes(usual.Replace("2026-01-01T00:01:17Z", "2025-12-31T23:50:00Z", StringComparison.Ordinal)),
            _ => Encoding.UTF8.GetBytes(text.Replace("HEAD", head, StringComparison.Ordinal).Replace("UNKNOWN", head.Replace("statement", "something.new", StringComparison.Ordinal), StringComparison.Ordinal)),
        };
    }

    private static string EntryIdOf(int number) => LogEntry.TryParse(SampleLog.Entry(number), out var entry, out _) ? entry!.Id : throw new InvalidOperationException();

    /// <summary>The log at two sizes; the checkpoint of the first is remembered by both auditors, of the honest one only.</summary>
    private SampleLog Make(Func<int, byte[]>? entry = null, int size = Size)
    {
        if (Directory.Exists(Folder)) { Directory.Delete(Folder, recursive: true); }
        var log = new SampleLog(Folder, Before, entry);
        if (!File.Exists(Remembered)) { File.Copy(Path.Combine(Folder, "checkpoint"), Remembered); }
        log.GrowTo(size);
        return log;
    }

    /// <summary>Lets both audit and gives what both found.</summary>
    private async Task<IReadOnlyList<string>> AssertSameAsync()
    {
        // A memory of its own for each audit: exactly what the second auditor is given.
        var memory = Directory.CreateDirectory(Path.Combine(_stage.State, "checkpoints")).FullName;
        foreach (var file in Directory.GetFiles(memory)) { File.Delete(file); }
        File.Copy(Remembered, Path.Combine(memory, "remembered"));
        var first = await _stage.AuditAsync(Folder);
        var second = await SecondAuditor.AuditAsync(Folder, _stage.PolicyFile, Remembered);
        Assert.Equal(first.Codes.Distinct().Order(StringComparer.Ordinal), second.Select(Snake).Order(StringComparer.Ordinal));
        Assert.True(first.ExitCode == (second.Count == 0 ? 0 : 1), first.Text);
        return second;
    }

    private static string Snake(string code) => string.Concat(code.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "_") + char.ToLowerInvariant(c) : $"{c}"));

    private static byte[] Flipped(byte[] good, int at)
    {
        var bytes = (byte[])good.Clone();
        bytes[at] ^= 1;
        return bytes;
    }
}
