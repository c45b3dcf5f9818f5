// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Vigil.Replay.Telling;
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Entries;
using Vigil.Tlog.Tiles;

namespace Vigil.Replay.Stage;

/// <summary>The public log as anybody reads it over HTTP. Reads only: whether it is true is for <c>vigil audit</c> to say.</summary>
internal sealed class OpenLog(HttpClient http)
{
    /// <summary>An entry is to be in a published checkpoint within the log's batch and publishing times; this is many times as long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    /// <summary>Reads until such an entry is there; how long that took, or null if it never was.</summary>
    public async Task<TimeSpan?> WaitForAsync(ulong from, Func<LogEntry, bool> which)
    {
        var watch = Story.Watch();
        while (watch() < Patience)
        {
            if ((await EntriesAsync(from)).Any(which)) { return watch(); }
            await Task.Delay(Between);
        }
        return null;
    }

    public async Task<ulong> SizeAsync() => SizeOf(await http.GetByteArrayAsync(new Uri("/log/checkpoint", UriKind.Relative)));

    public static ulong SizeOf(byte[] note)
    {
        // The text of a signed note ends at its first empty line (C2SP signed-note).
        var text = Encoding.UTF8.GetString(note).Split("\n\n")[0] + "\n";
        return Checkpoint.TryParse(Encoding.UTF8.GetBytes(text), out var checkpoint, out var problem)
            ? checkpoint!.Head.Size
            : throw new InvalidOperationException($"what the server serves is no checkpoint: {problem}");
    }

    /// <summary>From this index on, in order.</summary>
    public async Task<IReadOnlyList<LogEntry>> EntriesAsync(ulong from = 0)
    {
        var size = await SizeAsync();
        var entries = new List<LogEntry>();
        for (var bundle = from / TilePath.FullWidth; bundle * TilePath.FullWidth < size; bundle++)
        {
            var width = (int)Math.Min(TilePath.FullWidth, size - (bundle * TilePath.FullWidth));
            var bytes = await http.GetByteArrayAsync(new Uri($"/log/{TilePath.Entries(bundle, width)}", UriKind.Relative));
            if (!EntryBundle.TryParse(bytes, width, out var read)) { throw new InvalidOperationException("a bundle of the log does not read"); }
            for (var i = 0; i < width; i++)
            {
                if ((bundle * TilePath.FullWidth) + (ulong)i < from) { continue; }
                if (!LogEntry.TryParse(read![i], out var entry, out _)) { throw new InvalidOperationException("an entry of the log does not read"); }
                entries.Add(entry!);
            }
        }
        return entries;
    }
}
