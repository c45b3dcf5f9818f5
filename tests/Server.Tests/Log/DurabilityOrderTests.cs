// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Vigil.Server.Log;
using Vigil.Tlog.Tiles;

namespace Vigil.Server.Tests.Log;

/// <summary>What was on the disk, in which order, when the log signed and when it answered.</summary>
public class DurabilityOrderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(253)]
    [InlineData(300)]
    [InlineData(1100)]
    public async Task Every_tile_is_durable_before_the_signature_and_the_signature_before_the_answer(int entries)
    {
        using var folders = new LogFolders();
        var files = new RecordingFiles();
        // One batch, whatever the machine is busy with: it closes when it is full, and only then.
        var options = folders.Options with { MaxBatch = entries, BatchInterval = TimeSpan.FromMinutes(10) };
        await using (var log = folders.Open(new LogSeams { Files = files, WrapSigner = files.Wrap }, options))
        {
            files.Steps.Clear();
            await LogFolders.AppendAsync(log, 0, entries);
            files.Steps.Enqueue(("answer", ""));
            await log.Publisher.WhenPublishedAsync(log.Signed.Head.Size);
        }
        var steps = files.Steps.ToList();
        var sign = steps.FindIndex(step => step.What == "sign");
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"\n{entries + 3}\n"), steps[sign].Path, StringComparison.Ordinal);
        Assert.Equal(sign, steps.FindLastIndex(step => step.What == "sign"));
        foreach (var tile in TileLayout.Since(3, (ulong)entries + 3)) { AssertDurableBefore(steps, folders.Public(tile.ToString()), sign); }
        // The folders' own names too.
        foreach (var (_, folder) in steps.Take(sign).Where(step => step.What == "folder"))
        {
            Assert.InRange(steps.FindIndex(step => step == ("sync", Path.GetDirectoryName(folder)!)), steps.IndexOf(("folder", folder)), sign);
        }

        var answer = steps.FindIndex(step => step.What == "answer");
        AssertDurableBefore(steps, folders.Second, answer, sign);
        AssertDurableBefore(steps, folders.State(SignedPlaces.FileName), answer, sign);
        // The world sees it last.
        var stored = Math.Max(steps.LastIndexOf(("sync", folders.Options.SecondFolder)), steps.LastIndexOf(("sync", folders.Options.StateFolder)));
        AssertDurableBefore(steps, folders.Public(Publisher.FileName), steps.Count, stored);
    }

    [Fact]
    public async Task A_batch_closes_by_time_as_well()
    {
        using var folders = new LogFolders();
        await using var log = folders.Open(options: folders.Options with { BatchInterval = TimeSpan.FromMilliseconds(50) });
        Assert.Equal(3UL, (await log.AppendAsync(TestEntry.Numbered(1))).Index);
    }

    [Fact]
    public async Task Partial_tiles_go_when_the_full_one_is_signed()
    {
        using var folders = new LogFolders();
        await folders.FillAsync(250, perBatch: 50);
        Assert.True(File.Exists(folders.Public("tile/0/000.p/253")));
        // Closed, because tidying comes after the answer to whoever appended.
        await using (var log = folders.Open())
        {
            await LogFolders.AppendAsync(log, 250, 5);
            await log.Publisher.WhenPublishedAsync(258);
        }
        Assert.True(File.Exists(folders.Public("tile/0/000")));
        Assert.False(Directory.Exists(folders.Public("tile/0/000.p")));
        Assert.False(Directory.Exists(folders.Public("tile/entries/000.p")));
        Assert.Empty(Directory.EnumerateFiles(folders.Options.Folder, "*.tmp", SearchOption.AllDirectories));
    }

    private static void AssertDurableBefore(List<(string What, string Path)> steps, string file, int end, int start = 0)
    {
        var write = steps.FindIndex(start, step => step == ("write", file + ".tmp"));
        Assert.True(write >= 0, $"{file} was not written after step {start}");
        var rename = steps.FindIndex(write, step => step == ("rename", file));
        Assert.True(rename > write, $"{file} was renamed before it was written");
        var sync = steps.FindIndex(rename, step => step == ("sync", Path.GetDirectoryName(file)!));
        Assert.True(sync > rename && sync < end, $"the folder of {file} was not synced in time");
    }
}
