// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Text;

namespace Vigil.EndToEnd.Stage;

/// <summary>A `vigil` command as its own process. Keeps what it prints; ended with the test.</summary>
internal sealed class VigilRun : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly List<(string Text, TaskCompletionSource<string> Said)> awaited = [];

    private VigilRun(Process process) => this.process = process;

    public string Output { get { lock (output) { return output.ToString(); } } }

    public static VigilRun Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, ArgumentList = { Checkout.VigilProgram } };
        foreach (var argument in arguments) { start.ArgumentList.Add(argument); }
        var process = new Process { StartInfo = start };
        var run = new VigilRun(process);
        process.OutputDataReceived += (_, line) => run.Keep(line.Data);
        process.ErrorDataReceived += (_, line) => run.Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return run;
    }

    /// <summary>The first line that has this in it, printed before or after the question.</summary>
    public async Task<string> SaysAsync(string text)
    {
        var said = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (output)
        {
            if (output.ToString().Split('\n').FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) is { } line) { return line; }
            awaited.Add((text, said));
        }
        var ended = process.WaitForExitAsync();
        await Task.WhenAny(said.Task, ended).WaitAsync(Patience);
        return said.Task.IsCompleted ? await said.Task : throw new InvalidOperationException($"it ended without saying '{text}':\n{Output}");
    }

    public async Task<int> ExitAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode;
    }

    /// <summary>As a power cut would.</summary>
    public async Task KillAsync()
    {
        if (!process.HasExited) { process.Kill(entireProcessTree: true); }
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null) { return; }
        lock (output)
        {
            output.Append(line).Append('\n');
            foreach (var (text, said) in awaited)
            {
                if (line.Contains(text, StringComparison.Ordinal)) { said.TrySetResult(line); }
            }
        }
    }
}
