// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using Vigil.Cli.Tests.Support;
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Merkle;
using Vigil.Tlog.Notes;

namespace Vigil.Cli.Tests.Auditing;

/// <summary>A log that shows another history than it did before, between two audits by the same auditor.</summary>
public sealed class ForkTests : IDisposable
{
    private readonly AuditStage _stage = new();

    public void Dispose() => _stage.Dispose();

    [Theory]
    [InlineData(700, 1000, "forked")]
    [InlineData(512, 70_000, "forked")]
    [InlineData(700, 700, "forked")]
    [InlineData(1000, 700, "shrunk")]
    public async Task A_fork_on_a_server_is_caught_and_proved(int before, int after, string code)
    {
        var log = new SampleLog(_stage["log"], before);
        var fork = new SampleLog(_stage["fork"], after, SampleLog.ForkedAt(300));
        await using var server = await LogServer.StartAsync(log.Folder);
        await _stage.GoodAsync(server.Address);
        server.Folder = fork.Folder;
        var run = await _stage.AuditAsync(server.Address);
        Assert.True(run.ExitCode == 1, run.Text);
        Assert.Contains(code, run.Codes);
        AssertProof(run);
        // It stays refused, also when the first history is served again.
        Assert.Equal(1, (await _stage.AuditAsync(server.Address)).ExitCode);
        server.Folder = log.Folder;
        Assert.Equal(1, (await _stage.AuditAsync(server.Address)).ExitCode);
    }

    [Fact]
    public async Task What_was_downloaded_before_the_fork_is_kept()
    {
        var log = new SampleLog(_stage["log"], 700);
        var fork = new SampleLog(_stage["fork"], 1000, SampleLog.ForkedAt(300));
        await using var server = await LogServer.StartAsync(log.Folder);
        await _stage.GoodAsync(server.Address);
        server.Folder = fork.Folder;
        Assert.Equal(1, (await _stage.AuditAsync(server.Address)).ExitCode);
        var kept = Assert.Single(Directory.GetDirectories(Path.Combine(_stage.State, "evidence")));
        Assert.Equal(File.ReadAllBytes(Path.Combine(log.Folder, "tile/entries/001")), File.ReadAllBytes(Path.Combine(kept, "tile/entries/001")));
        Assert.Equal(File.ReadAllBytes(Path.Combine(fork.Folder, "tile/entries/001")), File.ReadAllBytes(Path.Combine(_stage.Mirror, "tile/entries/001")));
    }

    [Fact]
    public async Task A_fork_in_a_folder_is_caught_and_proved()
    {
        var log = new SampleLog(_stage["log"], 700);
        await _stage.GoodAsync(log.Folder);
        var fork = new SampleLog(_stage["fork"], 1000, SampleLog.ForkedAt(699));
        AssertProof(await _stage.RefusedAsync(fork.Folder, "forked"));
    }

    [Fact]
    public async Task A_log_that_only_went_back_is_refused_without_a_proof_of_a_fork()
    {
        var log = new SampleLog(_stage["log"], 1000);
        var earlier = new SampleLog(_stage["earlier"], 700);
        await using var server = await LogServer.StartAsync(log.Folder);
        await _stage.GoodAsync(server.Address);
        server.Folder = earlier.Folder;
        var run = await _stage.RefusedAsync(server.Address, "shrunk");
        var evidence = Evidence(run);
        Assert.Equal("shrunk", evidence.GetProperty("kind").GetString());
        Assert.False(evidence.TryGetProperty("proof", out _));
    }

    [Fact]
    public async Task A_fork_that_witnesses_refused_to_sign_is_seen_too()
    {
        var log = new SampleLog(_stage["log"], 700);
        await _stage.GoodAsync(log.Folder);
        var fork = new SampleLog(_stage["fork"], 700, SampleLog.ForkedAt(300));
        // No witness at all.
        fork.Sign(null, 0);
        AssertProof(await _stage.RefusedAsync(fork.Folder, "checkpoint_refused", "forked"));
        // The log cannot take it back.
        await _stage.RefusedAsync(log.Folder, "forked");
    }

    [Fact]
    public async Task Growing_is_no_fork()
    {
        var log = new SampleLog(_stage["log"], 0);
        await _stage.GoodAsync(log.Folder);
        foreach (var (size, seen) in new[] { (1, 1), (255, 2), (256, 3), (257, 4), (1000, 5) })
        {
            log.GrowTo(size);
            Assert.Equal(seen, (await _stage.GoodAsync(log.Folder)).Json.GetProperty("consistent_with").GetInt32());
        }
    }

    private static JsonElement Evidence(VigilRun run) =>
        JsonElement.Parse(File.ReadAllBytes(run.Json.GetProperty("evidence").EnumerateArray().First().GetString()!));

    /// <summary>What a stranger does with the evidence file and the log's key, and nothing else.</summary>
    private static void AssertProof(VigilRun run)
    {
        var evidence = Evidence(run);
        Assert.Equal("fork", evidence.GetProperty("kind").GetString());
        var (smaller, larger) = (Signed(evidence, "smaller"), Signed(evidence, "larger"));
        var beginning = Convert.FromBase64String(evidence.GetProperty("root_in_larger").GetString()!);
        var proof = evidence.GetProperty("proof").EnumerateArray().Select(Hash).ToArray();
        Assert.True(ConsistencyProof.Verify(smaller.Size, beginning, larger.Size, larger.Root.Bytes, proof));
        Assert.NotEqual(smaller.Root.Bytes.ToArray(), beginning);
    }

    private static TreeHead Signed(JsonElement evidence, string member)
    {
        Assert.True(SignedNote.TryParse(Encoding.UTF8.GetBytes(evidence.GetProperty(member).GetString()!), out var note, out _));
        Assert.True(NoteVerification.TryVerify(note!, [SampleLog.LogKey], out _, out _));
        Assert.True(Checkpoint.TryParse(note!.Text.Span, out var checkpoint, out _));
        return checkpoint!.Head;
    }

    private static TreeHash Hash(JsonElement text)
    {
        Assert.True(TreeHash.TryRead(Convert.FromBase64String(text.GetString()!), out var hash));
        return hash;
    }
}
