// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Vigil.LogHammer;
using Vigil.Server.Log;

// Appends numbered entries to a log as fast as it takes them, and says on standard output what was acknowledged:
//   LogHammer <folder> <first number>
// The test that starts it kills it. What it said must then be in the log, whatever the moment.
var folder = args[0];
var next = long.Parse(args[1], CultureInfo.InvariantCulture) - 1;
var options = new LogOptions
{
    Folder = Path.Combine(folder, "log"),
    StateFolder = Path.Combine(folder, "log-state"),
    SecondFolder = Path.Combine(folder, "log-second"),
    BatchInterval = TimeSpan.FromMilliseconds(5),
};
var started = Stopwatch.GetTimestamp();
await using var log = PublicLog.Open(options, "hammer.example/log/staff-actions", TimeProvider.System, NullLogger<PublicLog>.Instance);
using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"open {log.Signed.Head.Size} {(int)Stopwatch.GetElapsedTime(started).TotalMilliseconds}"));
await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => AppendForEverAsync()));

async Task AppendForEverAsync()
{
    while (true)
    {
        var number = Interlocked.Increment(ref next);
        var result = await log.AppendAsync(NumberedEntry.Create(number));
        if (!result.IsInLog) { throw new InvalidOperationException(result.ToString()); }
        lock (output) { output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{number} {result.Index}")); }
    }
}
