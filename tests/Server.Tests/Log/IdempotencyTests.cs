// SPDX-License-Identifier: Apache-2.0
using Vigil.Server.Log;

namespace Vigil.Server.Tests.Log;

/// <summary>The id of an entry is what makes a repetition harmless.</summary>
public class IdempotencyTests
{
    [Fact]
    public async Task The_same_entry_again_gives_the_same_place_and_no_second_entry()
    {
        using var folders = new LogFolders();
        await using var log = folders.Open(options: folders.Options with { BatchInterval = TimeSpan.FromMilliseconds(20) });
        var entry = TestEntry.Numbered(1);
        var together = await Task.WhenAll(log.AppendAsync(entry), log.AppendAsync(entry), log.AppendAsync(entry));
        Assert.Equal([3UL, 3UL, 3UL], together.Select(result => result.Index));
        Assert.Single(together, result => result.Outcome == AppendOutcome.Appended);
        var later = await log.AppendAsync(entry);
        Assert.Equal((AppendOutcome.AlreadyThere, 3UL), (later.Outcome, later.Index));
        Assert.Equal(4UL, log.Signed.Head.Size);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Also_after_a_restart_and_without_the_index(bool indexIsLost)
    {
        using var folders = new LogFolders();
        await folders.FillAsync(600);
        if (indexIsLost) { File.Delete(folders.State(EntryIndex.FileName)); }
        await using var log = folders.Open();
        var results = await Task.WhenAll(new[] { 0, 255, 256, 599 }.Select(number => log.AppendAsync(TestEntry.Numbered(number))));
        Assert.All(results, result => Assert.Equal(AppendOutcome.AlreadyThere, result.Outcome));
        Assert.Equal([3UL, 258UL, 259UL, 602UL], results.Select(result => result.Index));
        Assert.Equal(603UL, log.Signed.Head.Size);
    }

    [Fact]
    public async Task A_damaged_index_is_made_anew()
    {
        using var folders = new LogFolders();
        await folders.FillAsync(300);
        File.WriteAllText(folders.State(EntryIndex.FileName), "this is not a database, and it is long enough to be looked at");
        await using var log = folders.Open();
        Assert.Equal(AppendOutcome.AlreadyThere, (await log.AppendAsync(TestEntry.Numbered(299))).Outcome);
    }

    [Fact]
    public async Task Other_bytes_under_an_id_that_is_taken_are_refused()
    {
        using var folders = new LogFolders();
        await using var log = folders.Open();
        await LogFolders.AppendAsync(log, 1, 1);
        var other = await log.AppendAsync(TestEntry.Numbered(1, "another statement"));
        Assert.Equal((AppendOutcome.IdTaken, 3UL), (other.Outcome, other.Index));
        Assert.False(other.IsInLog);
        var together = await Task.WhenAll(log.AppendAsync(TestEntry.Numbered(2)), log.AppendAsync(TestEntry.Numbered(2, "another statement")));
        Assert.Equal([AppendOutcome.Appended, AppendOutcome.IdTaken], together.Select(result => result.Outcome));
        Assert.Equal(5UL, log.Signed.Head.Size);
    }
}
