// SPDX-License-Identifier: Apache-2.0
using Vigil.Cli.Tests.Support;

namespace Vigil.Cli.Tests.Auditing;

/// <summary>No file of a log can change unseen, whole audits. Every byte of a large log: <see cref="EveryByteTests"/>.</summary>
public sealed class DamageTests(LargeLog large) : IClassFixture<LargeLog>
{
    private const int Workers = 2;

    private static readonly int Seconds = int.TryParse(Environment.GetEnvironmentVariable("VIGIL_FUZZ_SECONDS"), out var seconds) ? seconds : 0;

    /// <summary>A sample by default; with VIGIL_FUZZ_SECONDS (<c>./test --long</c>) every single one.</summary>
    [Fact]
    public async Task Any_byte_of_a_small_log()
    {
        using var temp = new TempFolder();
        var log = new SampleLog(temp["log"], 260);
        var positions = SampleLog.FilesOf(log.Folder).SelectMany(name => Positions(log.Folder, name)).ToList();
        var step = Seconds > 0 ? 1 : positions.Count / 500;
        await InCopiesAsync(log.Folder, async (stage, folder, worker) =>
        {
            for (var i = worker * step; i < positions.Count; i += Workers * step)
            {
                await AssertFlipRefusedAsync(stage, folder, positions[i].Name, positions[i].At, 0x01);
            }
        });
    }

    private static IEnumerable<(string Name, int At)> Positions(string folder, string name) =>
        Enumerable.Range(0, (int)new FileInfo(Path.Combine(folder, name)).Length).Select(at => (name, at));

    [Theory]
    [InlineData("tile/0/100")]
    [InlineData("tile/1/001.p/17")]
    [InlineData("tile/entries/100")]
    [InlineData("tile/entries/273.p/112")]
    public async Task Cut_lengthened_emptied_and_missing_files_are_refused(string name)
    {
        await InCopiesAsync(large.Folder, async (stage, folder, _) =>
        {
            var file = Path.Combine(folder, name);
            var bytes = await File.ReadAllBytesAsync(file);
            foreach (var (content, code) in new[] { (bytes[..^1], "tile_damaged"), ([.. bytes, 0], "tile_damaged"), ([], "tile_damaged"), ((byte[]?)null, "tile_missing") })
            {
                if (content is null) { File.Delete(file); } else { await File.WriteAllBytesAsync(file, content); }
                var run = await stage.AuditAsync(folder);
                Assert.True(run.ExitCode == 1, run.Text);
                Assert.Contains(run.Json.GetProperty("findings").EnumerateArray(), f => f.GetProperty("code").GetString() == code && f.GetProperty("tile").GetString() == name);
            }
        }, copies: 1);
    }

    [Theory]
    [InlineData("tile/0/000", "tile/0/272")]
    [InlineData("tile/entries/007", "tile/entries/008")]
    [InlineData("tile/1/000", "tile/0/000")]
    public async Task Swapped_files_are_refused(string one, string other)
    {
        await InCopiesAsync(large.Folder, async (stage, folder, _) =>
        {
            var (a, b) = (Path.Combine(folder, one), Path.Combine(folder, other));
            File.Move(a, stage["aside"]);
            File.Move(b, a);
            File.Move(stage["aside"], b);
            Assert.Equal(1, (await stage.AuditAsync(folder)).ExitCode);
        }, copies: 1);
    }

    [Fact]
    public async Task Stale_files_are_refused()
    {
        using var stage = new AuditStage();
        var log = new SampleLog(stage["log"], 600);
        AuditStage.CopyFolder(log.Folder, stage["old"]);
        log.GrowTo(700);
        await stage.GoodAsync(log.Folder);
        // The partial tile of 600 under the name of that of 700, and the checkpoint of 600.
        foreach (var (old, now) in new[] { ("tile/0/002.p/88", "tile/0/002.p/188"), ("tile/entries/002.p/88", "tile/entries/002.p/188"), ("checkpoint", "checkpoint") })
        {
            var file = Path.Combine(log.Folder, now);
            var bytes = await File.ReadAllBytesAsync(file);
            File.Copy(Path.Combine(stage["old"], old), file, overwrite: true);
            Assert.Equal(1, (await stage.AuditAsync(log.Folder)).ExitCode);
            await File.WriteAllBytesAsync(file, bytes);
        }
    }

    [Fact]
    public async Task Flips_on_a_server_are_refused()
    {
        using var stage = new AuditStage();
        AuditStage.CopyFolder(large.Folder, stage["log"]);
        await using var server = await LogServer.StartAsync(stage["log"]);
        await stage.GoodAsync(server.Address);
        var random = new Random(5);
        foreach (var name in new[] { "tile/0/005", "tile/1/000", "tile/2/000.p/1", "tile/entries/007", "tile/entries/273.p/112", "checkpoint" })
        {
            // Fetched again, flipped; the mirror has the rest.
            File.Delete(Path.Combine(stage.Mirror, name));
            var position = random.Next((int)new FileInfo(Path.Combine(server.Folder, name)).Length);
            await AssertFlipRefusedAsync(stage, server.Folder, name, position, 0x10, server.Address);
            await stage.GoodAsync(server.Address);
        }
    }

    private static async Task AssertFlipRefusedAsync(AuditStage stage, string folder, string name, int position, byte bit, string? target = null)
    {
        var file = Path.Combine(folder, name);
        await FlipAsync();
        var run = await stage.AuditAsync(target ?? folder);
        Assert.True(run.ExitCode == 1, $"{name} byte {position} bit {bit}: {run.Text}");
        await FlipAsync();

        async Task FlipAsync()
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
            stream.Position = position;
            var flipped = (byte)(stream.ReadByte() ^ bit);
            stream.Position = position;
            stream.WriteByte(flipped);
        }
    }

    /// <summary>Workers that may break files each have their own.</summary>
    private static async Task InCopiesAsync(string folder, Func<AuditStage, string, int, Task> work, int copies = Workers)
    {
        await Parallel.ForAsync(0, copies, new ParallelOptions { MaxDegreeOfParallelism = copies }, async (worker, _) =>
        {
            using var stage = new AuditStage();
            AuditStage.CopyFolder(folder, stage["log"]);
            await work(stage, stage["log"], worker);
        });
    }
}
