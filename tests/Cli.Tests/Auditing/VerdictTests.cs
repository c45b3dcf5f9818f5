// SPDX-License-Identifier: Apache-2.0
using Vigil.Cli.Tests.Support;

namespace Vigil.Cli.Tests.Auditing;

public sealed class VerdictTests : IDisposable
{
    private readonly AuditStage _stage = new();

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task A_sound_folder_is_good_and_says_what_was_checked()
    {
        var log = new SampleLog(_stage["log"], 700);
        var run = await _stage.GoodAsync(log.Folder);
        var json = run.Json;
        Assert.Equal(
            ["v", "verdict", "exit", "target", "time", "seconds", "state", "origin", "size", "root", "witnesses", "witnesses_in_policy", "newest_cosignature", "entries", "entries_of_unknown_type", "types", "tiles", "older_tiles", "tiles_ahead", "foreign_files", "consistent_with", "files_fetched", "files_reused", "orders", "findings_total", "findings", "evidence"],
            json.EnumerateObject().Select(m => m.Name));
        Assert.Equal(1, json.GetProperty("v").GetInt32());
        Assert.Equal("good", json.GetProperty("verdict").GetString());
        Assert.Equal(0, json.GetProperty("exit").GetInt32());
        Assert.Equal(SampleLog.Origin, json.GetProperty("origin").GetString());
        Assert.Equal(700, json.GetProperty("size").GetInt32());
        Assert.Equal(log.Head.Root.ToString(), json.GetProperty("root").GetString());
        Assert.Equal(["w1", "w2", "w3"], json.GetProperty("witnesses").EnumerateArray().Select(w => w.GetString()));
        Assert.Equal(700, json.GetProperty("entries").GetInt32());
        Assert.Equal(699, json.GetProperty("types").GetProperty("statement").GetInt32());
        Assert.Equal(4, json.GetProperty("tiles").GetInt32());
        Assert.Equal(0, json.GetProperty("findings").GetArrayLength());

        var text = await VigilProgram.RunAsync("audit", log.Folder, "--state", _stage.State);
        Assert.Equal(0, text.ExitCode);
        Assert.StartsWith($"GOOD  {log.Folder}\n", text.Output, StringComparison.Ordinal);
        Assert.Contains("3 of 3: w1, w2, w3", text.Output, StringComparison.Ordinal);
        Assert.Contains("checking entries: 100 % (700 of 700)", text.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Witnesses_and_freshness_are_asked_for()
    {
        var log = new SampleLog(_stage["log"], 10);
        log.Sign(null, 1, 2);
        await _stage.RefusedAsync(log.Folder, "witness_missing");
        await _stage.GoodAsync(log.Folder, "--witnesses", "quorum");
        log.Sign(null, 1);
        await _stage.RefusedAsync(log.Folder, "checkpoint_refused");
        log.Sign(DateTimeOffset.UtcNow.AddHours(-30));
        await _stage.RefusedAsync(log.Folder, "stale");
        await _stage.GoodAsync(log.Folder, "--max-age", "2d");
        log.Sign(DateTimeOffset.UtcNow.AddHours(1));
        await _stage.RefusedAsync(log.Folder, "from_the_future");
    }

    [Fact]
    public async Task A_key_alone_is_enough_but_the_verdict_says_what_is_missing()
    {
        var log = new SampleLog(_stage["log"], 10);
        var run = await VigilProgram.RunAsync("audit", log.Folder, "--state", _stage.State, "--vkey", SampleLog.VerifierKey);
        Assert.True(run.ExitCode == 0, run.Text);
        Assert.Contains("No witness vouches", run.Output, StringComparison.Ordinal);
        // Remembered.
        Assert.Equal(0, (await VigilProgram.RunAsync("audit", log.Folder, "--state", _stage.State)).ExitCode);
    }

    [Fact]
    public async Task Entries_and_the_rules_between_them_are_judged()
    {
        var malformed = new SampleLog(_stage["malformed"], 5, i => i == 3 ? "{}"u8.ToArray() : SampleLog.Entry(i));
        var run = await _stage.RefusedAsync(malformed.Folder, "entry_malformed");
        Assert.Equal(3, run.Json.GetProperty("findings")[0].GetProperty("entry").GetInt32());
        using var other = new AuditStage();
        var twice = new SampleLog(other["twice"], 5, i => SampleLog.Entry(i == 4 ? 3 : i));
        await other.RefusedAsync(twice.Folder, "rule_broken");
    }

    [Fact]
    public async Task Older_narrower_tiles_that_still_lie_there_must_agree()
    {
        var log = new SampleLog(_stage["log"], 100);
        log.GrowTo(300);
        log.GrowTo(700);
        Assert.Equal(5, (await _stage.GoodAsync(log.Folder)).Json.GetProperty("older_tiles").GetInt32());
        foreach (var name in new[] { "tile/0/000.p/100", "tile/0/001.p/44", "tile/entries/000.p/100", "tile/entries/001.p/44", "tile/1/000.p/1" })
        {
            var file = Path.Combine(log.Folder, name);
            var bytes = File.ReadAllBytes(file);
            bytes[^1] ^= 1;
            File.WriteAllBytes(file, bytes);
            var run = await _stage.RefusedAsync(log.Folder, "tile_damaged");
            Assert.Equal(name, run.Json.GetProperty("findings")[0].GetProperty("tile").GetString());
            bytes[^1] ^= 1;
            File.WriteAllBytes(file, bytes);
        }
    }

    [Fact]
    public async Task Tiles_beyond_the_checkpoint_and_other_files_are_counted_not_judged()
    {
        var log = new SampleLog(_stage["log"], 300);
        var checkpoint = File.ReadAllBytes(Path.Combine(log.Folder, "checkpoint"));
        log.GrowTo(600);
        File.WriteAllBytes(Path.Combine(log.Folder, "checkpoint"), checkpoint);
        File.WriteAllText(Path.Combine(log.Folder, "tile", "note.txt"), "not a tile");
        var json = (await _stage.GoodAsync(log.Folder)).Json;
        Assert.Equal(1, json.GetProperty("foreign_files").GetInt32());
        // tile/0/001 and /002.p/88, their bundles, and tile/1/000.p/2
        Assert.Equal(5, json.GetProperty("tiles_ahead").GetInt32());
    }

    [Fact]
    public async Task What_cannot_be_checked_is_neither_good_nor_refused()
    {
        var log = new SampleLog(_stage["log"], 10);
        await AssertFailsAsync("whose signatures count?", "audit", log.Folder, "--state", _stage["fresh"]);
        await AssertFailsAsync("there is no folder", "audit", _stage["nowhere"], "--vkey", SampleLog.VerifierKey);
        await AssertFailsAsync("not an address", "audit", "ftp://log.example/log", "--vkey", SampleLog.VerifierKey);
        await AssertFailsAsync("question mark", "audit", "https://log.example/log?x=1", "--vkey", SampleLog.VerifierKey);
        await AssertFailsAsync("KeyIdMismatch", "audit", log.Folder, "--state", _stage.State, "--vkey", "x" + SampleLog.VerifierKey);
        await AssertFailsAsync("exclude each other", "audit", log.Folder, "--state", _stage.State, "--vkey", SampleLog.VerifierKey, "--policy", _stage.PolicyFile);
        await AssertFailsAsync("there is no policy file", "audit", log.Folder, "--state", _stage.State, "--policy", _stage["nothing"]);
        await AssertFailsAsync("not a time like", "audit", log.Folder, "--max-age", "soon");
        await AssertFailsAsync("--nonsense", "audit", log.Folder, "--nonsense");
        File.WriteAllText(_stage["broken"], "log x\n");
        await AssertFailsAsync("BadVerifierKey in line 1", "audit", log.Folder, "--state", _stage.State, "--policy", _stage["broken"]);
        Directory.CreateDirectory(_stage["empty"]);
        await AssertFailsAsync("not a log's folder", "audit", _stage["empty"], "--state", _stage.State, "--policy", _stage.PolicyFile);
    }

    [Fact]
    public async Task A_damaged_memory_is_our_own_trouble()
    {
        var log = new SampleLog(_stage["log"], 10);
        await _stage.GoodAsync(log.Folder);
        var memory = Assert.Single(Directory.GetFiles(Path.Combine(_stage.State, "checkpoints")));
        File.WriteAllText(memory, "rot");
        log.GrowTo(20);
        var run = await _stage.AuditAsync(log.Folder);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal(["memory_damaged"], run.Codes);
        Assert.Contains(Path.GetFileName(memory), run.Json.GetProperty("findings")[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_audit_at_a_time_uses_a_state_folder()
    {
        var log = new SampleLog(_stage["log"], 10);
        await _stage.GoodAsync(log.Folder);
        await using var held = new FileStream(Path.Combine(_stage.State, "lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        var run = await _stage.AuditAsync(log.Folder);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("in use by another audit", run.Json.GetProperty("problem").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_tells_the_exit_codes()
    {
        var run = await VigilProgram.RunAsync("audit", "--help");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("0 good, 1 refused", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_a_log_wrote_steers_the_terminal()
    {
        var log = new SampleLog(_stage["log"], 5, i => i == 2 ? SampleLog.Entry(i, "x\",\"\\u001b[2J\":\"y") : SampleLog.Entry(i));
        var run = await VigilProgram.RunAsync("audit", log.Folder, "--state", _stage.State, "--policy", _stage.PolicyFile);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("UnknownMember: ?[2J", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Output);
    }

    private static async Task AssertFailsAsync(string reason, params string[] arguments)
    {
        var run = await VigilProgram.RunAsync(arguments);
        Assert.True(run.ExitCode == 2, run.Text);
        Assert.Contains(reason, run.Text, StringComparison.Ordinal);
    }
}
