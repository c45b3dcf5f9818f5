// SPDX-License-Identifier: Apache-2.0
using Microsoft.Extensions.Logging.Abstractions;
using Vigil.Server.Log;
using Vigil.Server.Log.Files;
using Vigil.Server.Log.Opening;
using Vigil.Server.Tests.Support;
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Entries;
using Vigil.Tlog.Tiles;

namespace Vigil.Server.Tests.Log;

/// <summary>The power goes after each single step of the same story, and the disk keeps either all or only what it had to.</summary>
public class PowerCutTests
{
    private static readonly int[] Batches = [3, 251, 1, 4, 2];
    private static readonly LogEntry[] Entries = [.. Enumerable.Range(0, Batches.Sum()).Select(number => TestEntry.Numbered(number))];

    [Theory]
    [InlineData(true, true, false)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, true, true)]
    [InlineData(false, false, false)]
    [InlineData(false, false, true)]
    public void No_acknowledged_entry_is_lost_and_nothing_is_forked(bool keepsUnsynced, bool keepsIndex, bool isReversed)
    {
        using var temp = new TempFolder();
        using var identity = LogIdentity.LoadOrCreate(new DurableFolder(new UnixFiles(), Path.Combine(temp.Path, "keys"), isPrivate: true), LogFolders.Origin, null, hasLog: false);
        var whole = Run(new Story(temp, identity, 0, isReversed), int.MaxValue);
        Assert.InRange(whole, 50, 1000);
        for (var steps = 0; steps < whole; steps++)
        {
            var story = new Story(temp, identity, steps + 1, isReversed);
            Run(story, steps);
            story.PowerReturns(keepsUnsynced, keepsIndex);
        }
    }

    private static int Run(Story story, int steps)
    {
        story.Disk.StepsLeft = steps;
        try
        {
            using var writer = story.Open();
            var first = 0;
            foreach (var count in Batches)
            {
                story.Commit(writer, first, count);
                first += count;
            }
        }
        catch (IOException) { }
        return story.Disk.StepsDone;
    }

    /// <summary>One log, what it acknowledged, and what it showed.</summary>
    private sealed class Story(TempFolder temp, LogIdentity identity, int number, bool isReversed)
    {
        private readonly string _root = Directory.CreateDirectory(Path.Combine(temp.Path, $"{number}-{Guid.NewGuid():N}", "log-state")).Parent!.FullName;
        private readonly Dictionary<ulong, byte[]> _acknowledged = [];
        private TreeHead _seen;

        public VolatileDisk Disk { get; private set; } = new() { IsReversed = isReversed };

        public LogWriter Open()
        {
            Disk.Add(_root);
            var state = new DurableFolder(Disk, Path.Combine(_root, "log-state"), isPrivate: true);
            var places = new SignedPlaces(state, new DurableFolder(Disk, Path.Combine(_root, "log-second"), isPrivate: true));
            return LogOpening.Open(identity, new DurableFolder(Disk, Path.Combine(_root, "log"), isPrivate: false), state, places, NullLogger<PublicLog>.Instance);
        }

        public void Commit(LogWriter writer, int first, int count)
        {
            var entries = Entries.AsSpan(first, count).ToArray();
            var results = writer.Commit(entries);
            for (var i = 0; i < count; i++)
            {
                Assert.True(results[i].IsInLog);
                _acknowledged[results[i].Index] = entries[i].Bytes.ToArray();
            }
            _seen = writer.Signed!.Head;
            writer.TidyUp();
        }

        public void PowerReturns(bool keepsUnsynced, bool keepsIndex)
        {
            Disk = Disk.AfterPowerCut(keepsUnsynced);
            if (!keepsIndex) { Directory.Delete(Path.Combine(_root, "log-state"), recursive: true); Directory.CreateDirectory(Path.Combine(_root, "log-state")); }
            using var writer = Open();
            if (_acknowledged.Count > 0)
            {
                GrowthCheck.Check(writer.Tiles, _seen, writer.Signed!.Head);
                CheckAcknowledged(writer);
            }
            // Whoever was not answered asks again: nothing is in the log twice.
            var first = 0;
            foreach (var count in Batches)
            {
                Commit(writer, first, count);
                first += count;
            }
            Assert.Equal((ulong)first, writer.Signed!.Head.Size);
            Assert.Equal(first, _acknowledged.Count);
            CheckAcknowledged(writer);
        }

        private void CheckAcknowledged(LogWriter writer)
        {
            var tiles = GrowthCheck.Open(writer.Tiles, writer.Signed!.Head);
            foreach (var bundle in _acknowledged.GroupBy(entry => entry.Key / TilePath.FullWidth))
            {
                Assert.True(tiles.TryReadBundle(bundle.Key, out var read), tiles.Failure.ToString());
                Assert.All(bundle, entry => Assert.True(read![(int)(entry.Key % TilePath.FullWidth)].Span.SequenceEqual(entry.Value)));
            }
        }
    }
}
