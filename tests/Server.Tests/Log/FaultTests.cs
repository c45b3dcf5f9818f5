// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Log;
using Vigil.Server.Tests.Support;

namespace Vigil.Server.Tests.Log;

/// <summary>A disk that is full, slow or closed to us: whoever appends is told, and nothing is acknowledged that is not there.</summary>
public class FaultTests
{
    private const string Full = "No space left on device";

    [Theory]
    [InlineData("write", "tile/entries")]
    [InlineData("write", "tile/0")]
    [InlineData("rename", "tile/0")]
    [InlineData("folder", "tile/")]
    [InlineData("sync", "tile/entries")]
    [InlineData("write", "log-second/signed")]
    [InlineData("sync", "log-second")]
    [InlineData("write", "log-state/signed")]
    [InlineData("sync", "log-state")]
    [InlineData("sign", "")]
    public async Task What_fails_is_said_and_the_log_goes_on_when_it_can(string what, string path)
    {
        using var folders = new LogFolders();
        var files = new RecordingFiles();
        await using var log = folders.Open(new LogSeams { Files = files, WrapSigner = files.Wrap });
        // Exactly one full tile: whatever comes next, in however many batches, needs new files and a new folder.
        await LogFolders.AppendAsync(log, 0, 253);
        var before = log.Signed;

        files.Fault = (step, file) => step == what && file.Contains(path, StringComparison.Ordinal) ? new IOException(Full) : null;
        for (var again = 0; again < 2; again++)
        {
            var failed = await Task.WhenAll(Enumerable.Range(253, 100).Select(number => log.AppendAsync(TestEntry.Numbered(number))));
            Assert.All(failed, result => Assert.Equal(AppendOutcome.NotDurable, result.Outcome));
            Assert.All(failed, result => Assert.Contains(Full, result.Problem, StringComparison.Ordinal));
        }
        Assert.Equal(before.Head, log.Signed.Head);

        files.Fault = null;
        // The same entries again, as whoever was refused does: each is there once, in whichever of the batches it came.
        var results = await Task.WhenAll(Enumerable.Range(253, 100).Select(number => log.AppendAsync(TestEntry.Numbered(number))));
        Assert.All(results, result => Assert.True(result.IsInLog, result.ToString()));
        Assert.Equal(356UL, log.Signed.Head.Size);
        Assert.Equal(356, LogFolders.ReadAll(log).Select(Convert.ToHexString).Distinct().Count());
        GrowthCheck.Check(log.Tiles, before.Head, log.Signed.Head);
        // However often it had to be repeated, the log signed one history: each size once.
        var signed = files.Steps.Where(step => step.What == "sign").Select(step => step.Path).Distinct().ToList();
        Assert.Equal(signed.Count, signed.Select(text => text.Split('\n')[1]).Distinct().Count());
    }

    [Fact]
    public async Task A_disk_that_gives_back_other_bytes_is_not_signed_for()
    {
        using var folders = new LogFolders();
        var files = new RecordingFiles();
        await using var log = folders.Open(new LogSeams { Files = files });
        await LogFolders.AppendAsync(log, 0, 300);
        var file = folders.Public("tile/entries/001.p/48");
        files.Fault = (step, path) =>
        {
            if (step == "sync" && path == Path.GetDirectoryName(file)) { Flip(file); }
            return null;
        };
        var result = await log.AppendAsync(TestEntry.Numbered(300));
        Assert.Equal(AppendOutcome.NotDurable, result.Outcome);
        Assert.Contains(file, result.Problem, StringComparison.Ordinal);
        Assert.Equal(303UL, log.Signed.Head.Size);
        files.Fault = null;
        Assert.Equal(AppendOutcome.Appended, (await log.AppendAsync(TestEntry.Numbered(300))).Outcome);
    }

    private static void Flip(string file)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[^3] ^= 1;
        File.WriteAllBytes(file, bytes);
    }

    [Fact]
    public async Task A_queue_that_is_full_says_so_and_loses_nothing()
    {
        using var folders = new LogFolders();
        using var gate = new ManualResetEventSlim(initialState: true);
        var files = new RecordingFiles { Fault = (_, _) => { gate.Wait(); return null; } };
        await using var log = folders.Open(new LogSeams { Files = files }, folders.Options with { MaxQueued = 50, MaxBatch = 10 });
        gate.Reset();
        var asked = Enumerable.Range(0, 500).Select(number => log.AppendAsync(TestEntry.Numbered(number))).ToArray();
        // The disk stands still: 50 wait, at most two batches were taken out, and all others know already.
        Assert.InRange(asked.Count(task => !task.IsCompleted), 50, 70);
        gate.Set();
        var results = await Task.WhenAll(asked);
        var refused = results.Where(result => result.Outcome == AppendOutcome.QueueFull).ToList();
        Assert.All(refused, result => Assert.Contains("cannot keep up", result.Problem, StringComparison.Ordinal));
        Assert.Equal(500, refused.Count + results.Count(result => result.Outcome == AppendOutcome.Appended));
        Assert.Equal(3UL + (ulong)(500 - refused.Count), log.Signed.Head.Size);
    }

    [Fact]
    public async Task A_queue_is_full_by_bytes_too()
    {
        using var folders = new LogFolders();
        using var gate = new ManualResetEventSlim(initialState: true);
        var files = new RecordingFiles { Fault = (_, _) => { gate.Wait(); return null; } };
        await using var log = folders.Open(new LogSeams { Files = files }, folders.Options with { MaxQueuedBytes = 100_000, BatchInterval = TimeSpan.FromSeconds(5) });
        gate.Reset();
        var big = new string('x', 10_000);
        var asked = Enumerable.Range(0, 20).Select(number => log.AppendAsync(TestEntry.Numbered(number, big))).ToArray();
        Assert.Equal(11, asked.Count(task => task.IsCompletedSuccessfully && task.Result.Outcome == AppendOutcome.QueueFull));
        gate.Set();
    }

    [Fact]
    public async Task A_log_that_closes_finishes_what_waits_and_takes_nothing_new()
    {
        using var folders = new LogFolders();
        var log = folders.Open(options: folders.Options with { BatchInterval = TimeSpan.FromMinutes(5) });
        var waiting = log.AppendAsync(TestEntry.Numbered(1));
        await log.DisposeAsync();
        Assert.Equal(AppendOutcome.Appended, (await waiting).Outcome);
        Assert.Equal(AppendOutcome.Stopped, (await log.AppendAsync(TestEntry.Numbered(2))).Outcome);
    }

    [Fact]
    public async Task Meetings_go_on_while_the_disk_of_the_log_is_full()
    {
        await using var disk = await SmallDisk.MountAsync();
        await using var server = await TestServer.StartAsync(publicLog: new TestLog { Folder = disk.Path });
        disk.Fill();
        var result = await AppendAsync(server, 1);
        Assert.Equal(AppendOutcome.NotDurable, result.Outcome);
        Assert.Contains(Full, result.Problem, StringComparison.Ordinal);
        Assert.Contains(server.Log.Entries, entry => entry.Event == 1301);
        await server.CreateMeetingAsync();
        using (var checkpoint = await server.Http.GetAsync("/log/checkpoint")) { Assert.True(checkpoint.IsSuccessStatusCode); }

        disk.Clear();
        Assert.Equal((AppendOutcome.Appended, 4UL), await AppendAsync(server, 1) is var again ? (again.Outcome, again.Index) : default);
    }

    [Fact]
    public async Task Meetings_go_on_while_the_folder_of_the_log_is_read_only()
    {
        await using var disk = await SmallDisk.MountAsync();
        await using var server = await TestServer.StartAsync(publicLog: new TestLog { Folder = disk.Path });
        await disk.RemountAsync("ro");
        var result = await AppendAsync(server, 1);
        Assert.Equal(AppendOutcome.NotDurable, result.Outcome);
        Assert.Contains("Read-only file system", result.Problem, StringComparison.Ordinal);
        await server.CreateMeetingAsync();

        await disk.RemountAsync("rw");
        Assert.Equal(AppendOutcome.Appended, (await AppendAsync(server, 1)).Outcome);
    }

    private static async Task<AppendResult> AppendAsync(TestServer server, int number)
    {
        var appended = server.PublicLog.AppendAsync(TestEntry.Numbered(number));
        // The server's clock is the test's: its batch closes when the test says so.
        while (!appended.IsCompleted)
        {
            server.Time.Advance(TimeSpan.FromMilliseconds(250));
            await Task.WhenAny(appended, Task.Delay(10));
        }
        return await appended;
    }
}
