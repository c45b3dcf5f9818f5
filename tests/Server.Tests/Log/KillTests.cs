// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Globalization;
using Vigil.LogHammer;
using Vigil.Server.Log;
using Vigil.Tlog.Checkpoints;
using Vigil.Tlog.Entries;

namespace Vigil.Server.Tests.Log;

/// <summary>A process that appends at full rate is killed at any moment, again and again, on one log.</summary>
public class KillTests
{
    private static int Rounds => int.TryParse(Environment.GetEnvironmentVariable("VIGIL_FUZZ_SECONDS"), out var seconds) && seconds > 0 ? 200 : 15;

    [Fact]
    public async Task No_acknowledged_entry_is_lost_and_the_log_is_never_forked()
    {
        using var folders = new LogFolders();
        var seed = Rounds == 15 ? 20261121 : Environment.TickCount;
        var random = new Random(seed);
        var acknowledged = new Dictionary<long, ulong>();
        var seen = default(TreeHead);
        for (var round = 0; round < Rounds; round++)
        {
            // Some were acknowledged, some were not: all that come after the first gap are given again.
            var first = 0L;
            while (acknowledged.ContainsKey(first)) { first++; }
            await RunAndKillAsync(folders.Root, Math.Max(0, first - 50), random, acknowledged);

            await using var log = PublicLog.Open(folders.Options with { Origin = null }, null, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<PublicLog>.Instance);
            Assert.True(log.Signed.Head.Size >= seen.Size, $"seed {seed} round {round}: the log shrank");
            GrowthCheck.Check(log.Tiles, seen, log.Signed.Head);
            seen = log.Signed.Head;
        }
        await CheckAsync(folders, acknowledged, seed);
    }

    private static async Task CheckAsync(LogFolders folders, Dictionary<long, ulong> acknowledged, int seed)
    {
        await using var log = folders.Open();
        var ids = LogFolders.ReadAll(log).Select(bytes => LogEntry.TryParse(bytes, out var entry, out _) ? entry!.Id : "").ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.True(acknowledged.Count > 100, $"only {acknowledged.Count} entries were acknowledged in all rounds");
        foreach (var (number, index) in acknowledged) { Assert.True(ids[(int)index] == NumberedEntry.Id(number), $"seed {seed}: entry {number} is not at {index}"); }
    }

    private static async Task RunAndKillAsync(string folder, long first, Random random, Dictionary<long, ulong> acknowledged)
    {
        // By progress and not by the clock alone: a busy machine may need a second for the first batch. Every fourth time before any.
        var (enough, linger) = (random.Next(4) == 0 ? 0 : random.Next(1, 3000), TimeSpan.FromMilliseconds(random.Next(0, 30)));
        var program = Path.Combine(AppContext.BaseDirectory, "..", "..", "LogHammer", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "Vigil.LogHammer.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, folder, first.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var open = await process.StandardOutput.ReadLineAsync();
        if (open is null || !open.StartsWith("open ", StringComparison.Ordinal)) { Assert.Fail($"it did not open the log: {open} {await errors}"); }
        Task? killed = null;
        for (var lines = 0; ; lines++)
        {
            // The kernel's SIGKILL gives it no time for anything.
            if (lines >= enough) { killed ??= Task.Delay(linger).ContinueWith(_ => process.Kill(), TaskScheduler.Default); }
            if (await process.StandardOutput.ReadLineAsync() is not { } line) { break; }
            // Each line is one write to the pipe, so none is cut off.
            var parts = line.Split(' ');
            var (number, index) = (long.Parse(parts[0], CultureInfo.InvariantCulture), ulong.Parse(parts[1], CultureInfo.InvariantCulture));
            Assert.Equal(index, acknowledged.GetValueOrDefault(number, index));
            acknowledged[number] = index;
        }
        await (killed ?? Task.CompletedTask);
        await process.WaitForExitAsync();
        Assert.Equal("", await errors);
    }
}
