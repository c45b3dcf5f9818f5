// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.Text.Json;
using System.Xml.Linq;
using Vigil.Cli.Tests.Support;

namespace Vigil.Cli.Tests.Monitoring;

public sealed class MonitorTests : IDisposable
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    private readonly AuditStage _stage = new();
    private readonly LineWriter _output = new();
    private readonly CancellationTokenSource _stop = new();

    public void Dispose()
    {
        _stop.Dispose();
        _output.Dispose();
        _stage.Dispose();
    }

    [Fact]
    public async Task Rounds_alarm_and_feed()
    {
        var log = new SampleLog(_stage["log"], 700);
        var fork = new SampleLog(_stage["fork"], 720, SampleLog.ForkedAt(600));
        await using var server = await LogServer.StartAsync(log.Folder);
        var alarms = _stage["alarms"];
        var monitor = Start(server.Address, "--every", "1s", "--alarm", $"cat >> '{alarms}'", "--feed", _stage["feed.xml"]);

        Assert.Equal("good", Verdict(await _output.ReadAsync()));
        log.GrowTo(710);
        await UntilSizeAsync(710);
        // The feed is written after the line: with the next line it is there.
        await _output.ReadAsync();
        Assert.False(File.Exists(alarms));
        var feed = AssertAtom();
        Assert.Equal(100, feed.Elements(Atom + "entry").Count());
        Assert.Equal("Statement: number 709", (string?)feed.Elements(Atom + "entry").First().Element(Atom + "title"));

        server.Folder = fork.Folder;
        while (Verdict(await _output.ReadAsync()) != "refused") { }
        while (Verdict(await _output.ReadAsync()) != "refused") { }
        var alarm = JsonElement.Parse((await File.ReadAllLinesAsync(alarms))[0]);
        Assert.Equal(1, alarm.GetProperty("exit").GetInt32());
        Assert.Contains(alarm.GetProperty("findings").EnumerateArray(), f => f.GetProperty("code").GetString() == "forked");
        feed = AssertAtom();
        Assert.StartsWith("REFUSED", (string?)feed.Elements(Atom + "entry").First().Element(Atom + "title"), StringComparison.Ordinal);
        // Entries of the refused log are not news.
        Assert.Equal("Statement: number 709", (string?)feed.Elements(Atom + "entry").ElementAt(1).Element(Atom + "title"));

        await _stop.CancelAsync();
        Assert.Equal(1, await monitor);
    }

    [Fact]
    public async Task What_cannot_be_checked_rings_too_and_the_next_round_comes()
    {
        var log = new SampleLog(_stage["log"], 10);
        var alarms = _stage["alarms"];
        Directory.Move(log.Folder, _stage["away"]);
        var monitor = Start(log.Folder, "--every", "1s", "--alarm", $"cat >> '{alarms}'; exit 3");
        Assert.Equal("unchecked", Verdict(await _output.ReadAsync()));
        Assert.Equal("unchecked", Verdict(await _output.ReadAsync()));
        Assert.Equal("unchecked", JsonElement.Parse((await File.ReadAllLinesAsync(alarms))[0]).GetProperty("verdict").GetString());
        Directory.Move(_stage["away"], log.Folder);
        while (Verdict(await _output.ReadAsync()) != "good") { }
        await _stop.CancelAsync();
        Assert.Equal(0, await monitor);
    }

    [Fact]
    public async Task A_server_that_never_finishes_cannot_silence_the_watch()
    {
        var log = new SampleLog(_stage["log"], 300);
        await using var server = await LogServer.StartAsync(log.Folder);
        server.Instead = async (context, name) =>
        {
            if (name == "checkpoint") { return false; }
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };
        var alarms = _stage["alarms"];
        var monitor = Start(server.Address, "--every", "1s", "--max-age", "2s", "--alarm", $"cat >> '{alarms}'");
        await _output.ReadAsync();
        await _output.ReadAsync();
        var alarm = JsonElement.Parse((await File.ReadAllLinesAsync(alarms))[0]);
        Assert.Equal("no whole audit within 2 seconds", alarm.GetProperty("problem").GetString());
        await _stop.CancelAsync();
        Assert.Equal(2, await monitor);
    }

    [Fact]
    public async Task The_feed_is_well_formed_whatever_entries_hold()
    {
        var nasty = new[] { "<b>&amp;]]>", "\uFFFE\uFFFF", "\U0001F512 \\ud83d\\udd12 \\u0000", new string('x', 5000) };
        var log = new SampleLog(_stage["log"], 6, i => i is > 0 and <= 4 ? SampleLog.Entry(i, nasty[i - 1]) : SampleLog.Entry(i, "soon", "from.the.future"));
        var monitor = Start(log.Folder, "--every", "1s", "--feed", _stage["feed.xml"]);
        await _output.ReadAsync();
        await _output.ReadAsync();
        var titles = AssertAtom().Elements(Atom + "entry").Select(e => (string)e.Element(Atom + "title")!).ToList();
        Assert.Equal(6, titles.Count);
        Assert.StartsWith("from.the.future", titles[0], StringComparison.Ordinal);
        Assert.Equal("Statement: <b>&amp;]]>", titles[4]);
        Assert.Equal($"The log {SampleLog.Origin} begins", titles[5]);
        await _stop.CancelAsync();
        Assert.Equal(0, await monitor);
    }

    private Task<int> Start(string target, params string[] more) => VigilCommand.RunAsync(
        ["monitor", target, "--state", _stage.State, "--policy", _stage.PolicyFile, "--json", .. more],
        new InvocationConfiguration { Output = _output, Error = TextWriter.Null },
        _stop.Token);

    private async Task UntilSizeAsync(int size)
    {
        while (JsonElement.Parse(await _output.ReadAsync()).GetProperty("size").GetInt32() != size) { }
    }

    private static string? Verdict(string line) => JsonElement.Parse(line).GetProperty("verdict").GetString();

    /// <summary>What RFC 4287 section 4.1 requires.</summary>
    private XElement AssertAtom()
    {
        var feed = XDocument.Load(_stage["feed.xml"]).Root!;
        Assert.Equal(Atom + "feed", feed.Name);
        Assert.NotEmpty((string)feed.Element(Atom + "author")!.Element(Atom + "name")!);
        foreach (var element in feed.Elements(Atom + "entry").Prepend(feed))
        {
            Assert.StartsWith("urn:uuid:", (string)element.Element(Atom + "id")!, StringComparison.Ordinal);
            Assert.NotEmpty((string)element.Element(Atom + "title")!);
            Assert.True(DateTimeOffset.TryParse((string)element.Element(Atom + "updated")!, out _));
        }
        var ids = feed.Descendants(Atom + "id").Select(id => (string)id).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        return feed;
    }
}
