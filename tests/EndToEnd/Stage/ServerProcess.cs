// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Vigil.EndToEnd.Stage;

/// <summary>`vigil serve` as its own process, on free ports, with a data folder that goes with it. Keeps every byte that it prints.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("vigil-e2e-");
    private string[] options;
    private readonly StringBuilder output = new();
    private Process process = null!;

    private ServerProcess(string[] options) => this.options = options;

    public string Url { get; private set; } = "";

    public string DataFolder => data.FullName;

    public TimeSpan StartUp { get; private set; }

    public string Output { get { lock (output) { return output.ToString(); } } }

    public static async Task<ServerProcess> StartAsync(params string[] options)
    {
        var server = new ServerProcess(options);
        await server.LaunchAsync(port: 0);
        return server;
    }

    /// <summary>Ends the process and starts it again on the same port and data; with these options, where some are given, in place of the first ones.</summary>
    public async Task RestartAsync(params string[] otherOptions)
    {
        await EndAsync();
        if (otherOptions.Length > 0) { options = otherOptions; }
        await LaunchAsync(new Uri(Url).Port);
    }

    private async Task LaunchAsync(int port)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // The finest level: what must not be in the output must not be there at any level.
            ArgumentList =
            {
                Checkout.VigilProgram, "serve", "--host", "127.0.0.1", "--port", $"{port}", "--data", Path.Combine(data.FullName, "data"), "--web", Checkout.WebClient,
                "--log-level", "Trace",
            },
        };
        foreach (var option in options) { start.ArgumentList.Add(option); }
        var ready = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var began = Stopwatch.GetTimestamp();
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Keep(line.Data, ready);
        process.ErrorDataReceived += (_, line) => Keep(line.Data, ready);
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException($"vigil serve ended:\n{Output}"));
        process.EnableRaisingEvents = true;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Url = await ready.Task.WaitAsync(TimeSpan.FromSeconds(30));
        StartUp = Stopwatch.GetElapsedTime(began);
    }

    private void Keep(string? line, TaskCompletionSource<string> ready)
    {
        if (line is null) { return; }
        lock (output) { output.AppendLine(line); }
        if (ReadyLine().Match(line) is { Success: true } match) { ready.TrySetResult(match.Groups[1].Value.TrimEnd('/')); }
    }

    [GeneratedRegex(@"open (https?://\S+)")]
    private static partial Regex ReadyLine();

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        data.Delete(recursive: true);
    }

    private async Task EndAsync()
    {
        if (!process.HasExited) { process.Kill(entireProcessTree: true); }
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
