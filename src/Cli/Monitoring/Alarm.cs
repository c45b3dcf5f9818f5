// SPDX-License-Identifier: Apache-2.0
using System.ComponentModel;
using System.Diagnostics;

namespace Vigil.Cli.Monitoring;

/// <summary>Runs somebody's command with a verdict on its standard input.</summary>
internal static class Alarm
{
    /// <summary>A command that hangs must not silence the next alarm.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>Null if it ran and succeeded; else what to tell.</summary>
    public static async Task<string?> RunAsync(string command, string verdict, TimeProvider time, CancellationToken stop)
    {
        using var deadline = new CancellationTokenSource(Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token);
        try
        {
            var start = new ProcessStartInfo("/bin/sh", ["-c", command]) { RedirectStandardInput = true };
            using var shell = Process.Start(start)!;
            try
            {
                await FeedAsync(shell, verdict, either.Token);
                await shell.WaitForExitAsync(either.Token);
                return shell.ExitCode == 0 ? null : $"the alarm command ended with {shell.ExitCode}";
            }
            catch (OperationCanceledException)
            {
                shell.Kill(entireProcessTree: true);
                stop.ThrowIfCancellationRequested();
                return $"the alarm command was stopped after {Duration.InWords(Longest)}";
            }
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            return $"the alarm command did not start: {e.Message}";
        }
    }

    private static async Task FeedAsync(Process shell, string verdict, CancellationToken stop)
    {
        try
        {
            await shell.StandardInput.WriteAsync(verdict.AsMemory(), stop);
            shell.StandardInput.Close();
        }
        // A command that does not read its input is in its right.
        catch (IOException) { }
    }
}
