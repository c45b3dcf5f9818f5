// SPDX-License-Identifier: Apache-2.0
using Microsoft.Extensions.Logging.Abstractions;
using Vigil.Server.Log;
using Vigil.Server.Tests.Support;
using Vigil.Tlog.Tiles;

namespace Vigil.Server.Tests.Log;

/// <summary>The folders of one log, which can be opened, closed and tampered with.</summary>
internal sealed class LogFolders : IDisposable
{
    public const string Origin = "log.example/log/staff-actions";

    private readonly TempFolder _folder = new();

    public string Root => _folder.Path;

    public LogOptions Options => new()
    {
        Folder = Path.Combine(Root, "log"),
        StateFolder = Path.Combine(Root, "log-state"),
        SecondFolder = Path.Combine(Root, "log-second"),
        BatchInterval = TimeSpan.FromMilliseconds(1),
    };

    public string Public(string name) => Path.Combine(Options.Folder, name);

    public string State(string name) => Path.Combine(Options.StateFolder, name);

    public string Second => Path.Combine(Options.SecondFolder, SignedPlaces.FileName);

    public PublicLog Open(LogSeams? seams = null, LogOptions? options = null, ILogger<PublicLog>? logger = null) =>
        PublicLog.Open(options ?? Options, Origin, TimeProvider.System, logger ?? NullLogger<PublicLog>.Instance, seams);

    /// <summary>Why the log does not open.</summary>
    public string Refusal(LogOptions? options = null)
    {
        var refusal = Assert.Throws<LogStoreException>(() => Open(options: options));
        // A refusal must leave nothing open behind it.
        Assert.Equal(refusal.Message, Assert.Throws<LogStoreException>(() => Open(options: options)).Message);
        return refusal.Message;
    }

    /// <summary>A log with the three first entries and so many more; closed.</summary>
    public async Task FillAsync(int entries, int perBatch = 100)
    {
        await using var log = Open();
        for (var first = 0; first < entries; first += perBatch)
        {
            await AppendAsync(log, first, Math.Min(perBatch, entries - first));
        }
    }

    public static async Task AppendAsync(PublicLog log, int first, int count)
    {
        var results = await Task.WhenAll(Enumerable.Range(first, count).Select(number => log.AppendAsync(TestEntry.Numbered(number))));
        Assert.All(results, result => Assert.Equal(AppendOutcome.Appended, result.Outcome));
    }

    /// <summary>Every entry of the log as it is signed now, authenticated.</summary>
    public static List<byte[]> ReadAll(PublicLog log)
    {
        var tiles = GrowthCheck.Open(log.Tiles, log.Signed.Head);
        var entries = new List<byte[]>();
        for (ulong bundle = 0; bundle * TilePath.FullWidth < log.Signed.Head.Size; bundle++)
        {
            Assert.True(tiles.TryReadBundle(bundle, out var read), tiles.Failure.ToString());
            entries.AddRange(Enumerable.Range(0, read!.Count).Select(i => read[i].ToArray()));
        }
        return entries;
    }

    /// <summary>A copy of everything, as a backup has it.</summary>
    public string Backup(string name)
    {
        var copy = Path.Combine(Root, name);
        Copy(Options.Folder, Path.Combine(copy, "log"));
        Copy(Options.StateFolder, Path.Combine(copy, "log-state"));
        Copy(Options.SecondFolder, Path.Combine(copy, "log-second"));
        return copy;
    }

    public void Restore(string backup, string folder)
    {
        Directory.Delete(Path.Combine(Root, folder), recursive: true);
        Copy(Path.Combine(backup, folder), Path.Combine(Root, folder));
    }

    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories)) { Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder))); }
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories)) { File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file))); }
    }

    public void Dispose() => _folder.Dispose();
}
