// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Vigil.EndToEnd.Stage;

/// <summary>`vigil serve` as its own process, on free ports, with a data folder that goes with it. Keeps every byte that it prints.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly DirectoryInfo data;
    private readonly StringBuilder output = new();
    private readonly TaskCompletionSource<string> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(Process process, DirectoryInfo data) => (this.process, this.data) = (process, data);

    public string Url { get; private set; } = "";

    public string DataFolder => data.FullName;

    public TimeSpan StartUp { get; private set; }

    public string Output { get { lock (output) { return output.ToString(); } } }

    public static async Task<ServerProcess> StartAsync(params string[] options)
    {
        var data = Directory.CreateTempSubdirectory("vigil-e2e-");
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // The finest level: what must not be in the output must not be there at any level.
            ArgumentList =
            {
                Checkout.VigilProgram, "serve", "--host", "127.0.0.1", "--port", "0", "--data", Path.Combine(data.FullName, "data"), "--web", Checkout.WebClient,
                "--log-level", "Trace",
            },
        };
        foreach (var option in options) { start.ArgumentList.Add(option); }
        var began = Stopwatch.GetTimestamp();
        var server = new ServerProcess(Process.Start(start)!, data);
        server.Drain();
        server.Url = await server.ready.Task.WaitAsync(TimeSpan.FromSeconds(20));
        server.StartUp = Stopwatch.GetElapsedTime(began);
        return server;
    }

    private void Drain()
    {
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException($"vigil serve ended:\n{Output}"));
        process.EnableRaisingEvents = true;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private void Keep(string? line)
    {
        if (line is null) { return; }
        lock (output) { output.AppendLine(line); }
        if (ReadyLine().Match(line) is { Success: true } match) { ready.TrySetResult(match.Groups[1].Value); }
    }

    [GeneratedRegex(@"open (https?://\S+)")]
    private static partial Regex ReadyLine();

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) { process.Kill(entireProcessTree: true); }
        await process.WaitForExitAsync();
        process.Dispose();
        data.Delete(recursive: true);
    }
}
