// SPDX-License-Identifier: Apache-2.0
using Microsoft.Extensions.Logging.Abstractions;
using Vigil.Server.Log;
using Vigil.Server.Log.Files;

namespace Vigil.LogBench;

/// <summary>The log in the benchmark's folder, with the options of a server.</summary>
internal static class BenchLog
{
    public const string Origin = "127.0.0.1/log/staff-actions";

    public static LogOptions Options(string data) => new()
    {
        Folder = Path.Combine(data, "log"),
        StateFolder = Path.Combine(data, "log-state"),
        SecondFolder = Path.Combine(data, "log-second"),
    };

    public static PublicLog Open(string data) => PublicLog.Open(Options(data), Origin, TimeProvider.System, NullLogger<PublicLog>.Instance);

    public static FolderTiles Tiles(string data) => new(new DurableFolder(new UnixFiles(), Path.Combine(data, "log"), isPrivate: false));

    public static void Row(string what, string figure) => Console.WriteLine($"| {what} | {figure} |");
}
