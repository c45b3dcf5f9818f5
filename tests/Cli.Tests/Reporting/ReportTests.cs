// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Nodes;
using Vigil.Cli.Tests.Support;

namespace Vigil.Cli.Tests.Reporting;

/// <summary>Report files in the hands of somebody who has nothing else.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task A_good_report_is_told_with_what_stays_open()
    {
        var run = await VigilProgram.RunAsync("report", "verify", Write(Case("one message")));
        Assert.Equal(ExitCode.Good, run.ExitCode);
        Assert.StartsWith("GOOD", run.Output, StringComparison.Ordinal);
        Assert.Contains("Not checked here: the stamps' tags", run.Output, StringComparison.Ordinal);
        Assert.Contains("2026-03-14 15:09:2", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(run.Output, character => char.IsControl(character) && character != '\n');
    }

    [Fact]
    public async Task Json_says_the_same_to_programs()
    {
        var run = await VigilProgram.RunAsync("report", "verify", Write(Case("several messages, one by a member whom a delegate admitted")), "--json");
        Assert.Equal(ExitCode.Good, run.ExitCode);
        Assert.Equal("good", run.Json.GetProperty("verdict").GetString());
        Assert.False(run.Json.GetProperty("tags_checked").GetBoolean());
        Assert.Equal(3, run.Json.GetProperty("messages").GetArrayLength());
    }

    [Theory]
    [InlineData("changed text", "bad_opening")]
    [InlineData("framed by the platform, which can stamp but not sign", "bad_signature")]
    [InlineData("another host key", "bad_meeting")]
    public async Task A_bad_one_proves_nothing_and_is_not_repeated(string name, string code)
    {
        var report = Case(name);
        var run = await VigilProgram.RunAsync("report", "verify", Write(report), "--json");
        Assert.Equal(ExitCode.Refused, run.ExitCode);
        Assert.Equal(code, run.Json.GetProperty("code").GetString());
        Assert.False(run.Json.TryGetProperty("messages", out _));
        Assert.Contains($"({code})", (await VigilProgram.RunAsync("report", "verify", Write(report))).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tag_that_only_the_server_could_refuse_passes_here()
    {
        var run = await VigilProgram.RunAsync("report", "verify", Write(Case("a tag that the server did not make")));
        Assert.Equal(ExitCode.Good, run.ExitCode);
    }

    [Fact]
    public async Task Escape_characters_of_the_reporter_do_not_reach_the_terminal()
    {
        var report = Case("one message");
        report["note"] = "\u001b[2J\u202e";
        var run = await VigilProgram.RunAsync("report", "verify", Write(report));
        Assert.Equal(ExitCode.Good, run.ExitCode);
        Assert.DoesNotContain(run.Output, character => (char.IsControl(character) && character != '\n') || character > '~');
    }

    [Fact]
    public async Task A_file_that_is_not_there_and_wrong_usage_are_no_verdict()
    {
        Assert.Equal(ExitCode.Failed, (await VigilProgram.RunAsync("report", "verify", _temp["none.json"])).ExitCode);
        Assert.Equal(ExitCode.Failed, (await VigilProgram.RunAsync("report", "verify")).ExitCode);
    }

    private string Write(JsonObject report)
    {
        File.WriteAllText(_temp["report.json"], report.ToJsonString());
        return _temp["report.json"];
    }

    private static JsonObject Case(string name)
    {
        var cases = JsonNode.Parse(File.ReadAllText(DataFile("tests", "data", "reports", "cases.json")))!["cases"]!.AsArray();
        return cases.Single(one => one!["name"]!.GetValue<string>() == name)!["report"]!.DeepClone().AsObject();
    }

    private static string DataFile(params string[] parts)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Vigil.slnx"))) { return Path.Combine([folder.FullName, .. parts]); }
        }
        throw new InvalidOperationException("the tests run outside their checkout");
    }
}
