// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using Vigil.Server.Tests.Support;

namespace Vigil.Server.Tests.Log;

/// <summary>A file system of one megabyte, real to everybody. Only root can make one: elsewhere the test is skipped, and the injected faults remain.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly TempFolder _folder = new();

    public string Path => _folder.Path;

    public static async Task<SmallDisk> MountAsync()
    {
        if (Environment.UserName != "root") { Assert.Skip("mounting a small file system takes root"); }
        var disk = new SmallDisk();
        if (await RunAsync("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.Path) != 0)
        {
            disk._folder.Dispose();
            Assert.Skip("this machine lets nobody mount");
        }
        return disk;
    }

    /// <summary>Takes every byte that is left.</summary>
    public void Fill()
    {
        using var file = new FileStream(System.IO.Path.Combine(Path, "filler"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[4096];
        try
        {
            while (true) { file.Write(page); }
        }
        catch (IOException) { }
    }

    public void Clear() => File.Delete(System.IO.Path.Combine(Path, "filler"));

    public async Task RemountAsync(string mode) => Assert.Equal(0, await RunAsync("mount", "-o", $"remount,{mode}", Path));

    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", Path);
        _folder.Dispose();
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
